import { z } from 'zod';
import { ranges, type RangeName } from './ranges';
import { states, vitalIds } from './vitals';

const EpochMs = z.number().int().describe('Milliseconds since 1970');
const StateName = z.enum(states);

/** Levels in the unit of what they are of; at or above a level is that state. */
export const ThresholdReport = z.strictObject({ warning: z.number(), critical: z.number() });

export const VitalReport = z.strictObject({
  id: z.enum(vitalIds),
  value: z.number().nullable().describe('In base units (percent, seconds, count, per second); null when unknown'),
  state: StateName,
  since: EpochMs.describe('When the state began, milliseconds since 1970'),
  reason: z.string(),
  threshold: ThresholdReport.nullable().describe('The levels of monitoring config that it is judged by; null when it has none'),
});
export type VitalReport = z.infer<typeof VitalReport>;

const UnknownReport = z.strictObject({ source: z.string(), reason: z.string() });

/** The current status of this host and of Nines itself. */
export const HealthReport = z.strictObject({
  at: EpochMs,
  seq: z.number().int(),
  latenessMs: z.number(),
  instance: z.string(),
  state: StateName,
  since: EpochMs,
  sentence: z.string(),
  advice: z.string().nullable(),
  vitals: z.array(VitalReport),
  unknown: z.array(UnknownReport),
});
export type HealthReport = z.infer<typeof HealthReport>;

export const MountReport = z.strictObject({
  mountpoint: z.string(),
  device: z.string(),
  fstype: z.string(),
  usedBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  usagePercent: z.number().nullable(),
  inodesPercent: z.number().nullable(),
});
export type MountReport = z.infer<typeof MountReport>;

export const InterfaceReport = z.strictObject({
  interface: z.string(),
  receivedBytesPerSecond: z.number().nullable(),
  sentBytesPerSecond: z.number().nullable(),
  errorsTotal: z.number().nullable(),
  dropsTotal: z.number().nullable(),
});
export type InterfaceReport = z.infer<typeof InterfaceReport>;

export const CoreReport = z.strictObject({ cpu: z.string(), usagePercent: z.number() });
export type CoreReport = z.infer<typeof CoreReport>;

/** One frame of event `health:sampled`. `values` maps the key of a chart's line (`chart/label`) to its value. */
export const HealthFrame = HealthReport.extend({
  values: z.record(z.string(), z.number()),
  mounts: z.array(MountReport),
  interfaces: z.array(InterfaceReport),
  cores: z.array(CoreReport),
});
export type HealthFrame = z.infer<typeof HealthFrame>;

const rangeNames = Object.keys(ranges) as [RangeName, ...RangeName[]];

export const ChartLineReport = z.strictObject({
  key: z.string().describe('The key of this line in the values of a live frame: chart/label'),
  label: z.string(),
  values: z.array(z.number().nullable()).describe('One value a step of the window; null is a gap'),
});
export type ChartLineReport = z.infer<typeof ChartLineReport>;

export const ChartReport = z.strictObject({
  id: z.string(),
  lines: z.array(ChartLineReport),
  leftOut: z.number().int().describe('Lines that were left out because there are too many'),
});
export type ChartReport = z.infer<typeof ChartReport>;

export const SparklineReport = z.strictObject({
  id: z.enum(vitalIds),
  values: z.array(z.number().nullable()).describe('The last 5 minutes, one value every 5 seconds, oldest first'),
  /** Mean of the last minute less the mean of the four before, in the vital's unit; null when unknown. */
  trend: z.number().nullable(),
});
export type SparklineReport = z.infer<typeof SparklineReport>;

/** What Overview needs in one answer. The charts' times are window.fromMs + i * window.stepMs. */
export const HealthDashboard = z.strictObject({
  frame: HealthFrame,
  sparklines: z.array(SparklineReport),
  range: z.enum([...rangeNames, 'custom']),
  window: z.strictObject({ fromMs: EpochMs, toMs: EpochMs, stepMs: z.number().int().positive() }),
  resolution: z.enum(['raw', '5m', '1h']).describe('The resolution that the charts were read from'),
  charts: z.array(ChartReport),
});
export type HealthDashboard = z.infer<typeof HealthDashboard>;

const longestWindowMs = 400 * 86_400_000;
const QueryTime = z.coerce.number({ error: 'Give milliseconds since 1970.' }).int('A whole number of milliseconds.').min(0, 'At least 0 (milliseconds since 1970).').max(8.64e15, 'At most 8640000000000000 (milliseconds since 1970).');

export const DashboardQuery = z
  .strictObject({
    range: z.enum(rangeNames).optional().describe('A named range that ends now; live unless said'),
    from: QueryTime.optional().describe('Start of a custom window, milliseconds since 1970'),
    to: QueryTime.optional().describe('End of a custom window, milliseconds since 1970'),
  })
  .superRefine((query, context) => {
    if ((query.from === undefined) !== (query.to === undefined)) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'Give both from and to, or neither.' });
      return;
    }
    if (query.from === undefined || query.to === undefined) return;
    if (query.range) context.addIssue({ code: 'custom', path: ['range'], message: 'Give either range or from and to.' });
    if (query.to - query.from < 10_000) context.addIssue({ code: 'custom', path: ['to'], message: 'to must be at least 10 s after from.' });
    if (query.to - query.from > longestWindowMs) context.addIssue({ code: 'custom', path: ['from'], message: 'The window is at most 400 days.' });
  });
export type DashboardQuery = z.infer<typeof DashboardQuery>;
