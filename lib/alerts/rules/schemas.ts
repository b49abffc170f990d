import { z } from 'zod';
import { AlertMatchers, Labels, Severity, timeMs } from '../schemas';

export const noDataPolicies = ['alert', 'ok', 'keep'] as const;
export const comparisons = ['>', '>=', '<', '<='] as const;
export const aggregates = ['avg', 'min', 'max', 'sum', 'count', 'rate', 'increase', 'last'] as const;

const expression = z.string().trim().min(1, 'Write a PromQL expression.').max(10_000);

/** A level of its own, or one of the thresholds of monitoring config by its key and side, which changes live. */
const Level = z.union([z.number(), z.strictObject({ threshold: z.string().max(64), side: z.enum(['warning', 'critical']) })]);
export type Level = z.infer<typeof Level>;

/** What the builder asks for; `expressionOf` (./builder.ts) writes the PromQL of it. */
export const RuleBuilder = z.strictObject({
  metric: z.string().min(1).max(256),
  matchers: AlertMatchers,
  aggregate: z.enum(aggregates),
  windowMs: z.number().int().min(0).max(30 * 86_400_000).describe('Time that is aggregated over; 0 looks at the newest sample'),
  by: z.array(z.string().min(1).max(128)).max(20).nullable().describe('Labels to keep; null keeps every series apart'),
});
export type RuleBuilder = z.infer<typeof RuleBuilder>;

/** `promql` fires for each series that its expression returns; `levels` compares a query with one or two levels. */
export const RuleCondition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('promql'),
    expr: expression,
    resolveExpr: expression.nullable().default(null).describe('Hysteresis: once firing, an alert ends only when this returns its series'),
    severity: Severity,
  }),
  z.strictObject({
    kind: z.literal('levels'),
    query: expression.describe('What is compared: an instant vector without a comparison'),
    builder: RuleBuilder.nullable().default(null).describe('What the query was built from'),
    comparison: z.enum(comparisons),
    warning: Level.nullable(),
    critical: Level.nullable(),
    hysteresis: z.number().min(0).default(0).describe('How far back past its level a value must come before the alert ends'),
  }),
]);
export type RuleCondition = z.infer<typeof RuleCondition>;

const durationMs = z.number().int().min(0).max(7 * 86_400_000);

export const RuleSettings = z.strictObject({
  name: z.string().trim().min(1, 'Give the rule a name.').max(200),
  description: z.string().max(2_000).default(''),
  group: z.string().trim().min(1).max(200).default('nines').describe('Its group in a Prometheus rule file'),
  isEnabled: z.boolean().default(true),
  condition: RuleCondition,
  intervalMs: z.number().int().min(1_000).max(3_600_000).default(15_000),
  forMs: durationMs.default(0),
  keepFiringForMs: durationMs.default(0),
  firing: z
    .strictObject({ needed: z.number().int().min(1).max(100), of: z.number().int().min(1).max(100) })
    .refine(({ needed, of }) => needed <= of, 'needed can be at most of')
    .default({ needed: 1, of: 1 })
    .describe('n of m: how many of the last evaluations must find it before it counts as found'),
  noData: z.enum(noDataPolicies).default('ok').describe('What happens to alerts when the data is missing'),
  labels: Labels.default({}),
  annotations: z.record(z.string().min(1).max(128), z.string().max(10_000)).default({}).describe('Templates as in Prometheus; summary and description are shown'),
  runbookUrl: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2_000).nullable().default(null),
  team: z.string().max(200).default(''),
  service: z.string().max(200).default(''),
});
export type RuleSettings = z.infer<typeof RuleSettings>;
export type RuleInput = z.input<typeof RuleSettings>;

/** How the last evaluation of a rule went. */
export const RuleHealth = z.strictObject({
  evaluatedAt: timeMs.nullable(),
  durationMs: z.number().nullable(),
  results: z.number().int().nullable().describe('Series that its expression returned'),
  error: z.string().nullable(),
  errorSince: timeMs.nullable(),
});
export type RuleHealth = z.infer<typeof RuleHealth>;

export const RuleView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  seed: z.string().nullable().describe('The key of a rule that Nines brought along'),
  createdAt: timeMs,
  updatedAt: timeMs,
  settings: RuleSettings,
  expressions: z.array(z.strictObject({ severity: Severity, expr: z.string() })).describe('What is evaluated, with the thresholds of now'),
  health: RuleHealth,
  active: z.strictObject({ pending: z.number().int(), firing: z.number().int(), worst: Severity.nullable().describe('Of those that fire; null when none does') }),
});
export type RuleView = z.infer<typeof RuleView>;
