import { z } from 'zod';

/** Bounds of a push, a series and a query. */
export const metricLimits = {
  samplesPerPush: 50_000,
  bodyBytes: 8 * 1024 * 1024,
  labelsPerSeries: 32,
  nameLength: 200,
  labelValueLength: 1024,
  futureMs: 5 * 60_000,
  pastMs: 60 * 60_000,
  pointsPerSeries: 11_000,
  seriesPerQuery: 500,
  pointsPerQuery: 500_000,
  windowMs: 400 * 86_400_000,
} as const;

const name = z
  .string()
  .max(metricLimits.nameLength)
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'A metric name has letters, digits, _ and :, and does not start with a digit.');
const wellFormed = (value: string) => value.isWellFormed() && !value.includes('\u0000');
const labelName = z
  .string()
  .max(metricLimits.nameLength)
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'A label name has letters, digits and _, and does not start with a digit.')
  .refine((value) => !value.startsWith('__'), 'Label names that start with __ are reserved.');
const labelValue = z
  .string()
  .max(metricLimits.labelValueLength)
  .refine(wellFormed, 'A label value is valid UTF-8 without NUL.');

/** Counts before the schema looks at each entry, so that a hostile size costs one issue and no time. */
function boundedSize<Schema extends z.ZodType>(limit: number, things: string, schema: Schema) {
  return z.preprocess((value, context) => {
    const size = Array.isArray(value) ? value.length : value !== null && typeof value === 'object' ? Object.keys(value).length : 0;
    if (size > limit) context.addIssue({ code: 'custom', message: `At most ${limit} ${things}; these are ${size}.` });
    // A record passes over this key in silence, and a label that is lost would make another series.
    if (value !== null && typeof value === 'object' && Object.hasOwn(value, '__proto__')) {
      context.addIssue({ code: 'custom', path: ['__proto__'], message: 'Label names that start with __ are reserved.' });
    }
    return value;
  }, schema);
}

export const PushedSample = z.strictObject({
  name,
  labels: boundedSize(metricLimits.labelsPerSeries, 'labels', z.record(labelName, labelValue)).default({}),
  value: z.number('A finite number.'),
  timestamp: z.number().int().optional().describe('Milliseconds since 1970; now unless said'),
});
export type PushedSample = z.infer<typeof PushedSample>;

/** One sample, or many under `samples`. All are stored or none. */
export const PushMetrics = z.union([
  z.strictObject({ samples: boundedSize(metricLimits.samplesPerPush, 'samples in one push', z.array(PushedSample).min(1)) }),
  PushedSample,
]);
export type PushMetrics = z.infer<typeof PushMetrics>;

export const PushReceipt = z.strictObject({
  stored: z.number().int().describe('Samples now durable'),
  refused: z
    .array(z.strictObject({ reason: z.string(), count: z.number().int(), example: z.string().describe('Names a series and says what to change') }))
    .optional()
    .describe('Samples that were not stored, by reason; absent when there are none'),
});

const aggregations = ['avg', 'min', 'max', 'sum', 'count', 'last'] as const;
export type Aggregation = (typeof aggregations)[number];

const time = z.coerce.number({ error: 'Give milliseconds since 1970.' }).int('A whole number of milliseconds.').min(0, 'At least 0 (milliseconds since 1970).').max(8.64e15, 'At most 8640000000000000 (milliseconds since 1970).');

export const QueryMetrics = z
  .strictObject({
    selector: z.string().min(1).max(4096).describe('A PromQL series selector: system_load1{instance="web-1"}'),
    from: time,
    to: time,
    step: z.coerce.number().int().min(1_000, 'At least 1000 ms.').max(metricLimits.windowMs).describe('Milliseconds between points'),
    aggregation: z.enum(aggregations).default('avg').describe('How the samples of one step become one point'),
  })
  .superRefine((query, context) => {
    if (query.to <= query.from) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'to must be after from.' });
    } else if (query.to - query.from > metricLimits.windowMs) {
      context.addIssue({ code: 'custom', path: ['from'], message: 'The window is at most 400 days.' });
    } else if ((query.to - query.from) / query.step > metricLimits.pointsPerSeries) {
      const points = Math.ceil((query.to - query.from) / query.step);
      context.addIssue({
        code: 'custom',
        path: ['step'],
        message: `This step would return ${points} points a series; the limit is ${metricLimits.pointsPerSeries}. Use a larger step.`,
      });
    }
  });
export type QueryMetrics = z.infer<typeof QueryMetrics>;

const MetricSeries = z.strictObject({
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  points: z.array(z.tuple([z.number(), z.number().nullable()])).describe('[milliseconds since 1970, value]; steps without a sample are absent; null: a value that is not finite'),
});

export const MetricsAnswer = z.strictObject({
  resolution: z.enum(['raw', '5m', '1h']).describe('Samples themselves, or roll-ups of them'),
  series: z.array(MetricSeries),
});
