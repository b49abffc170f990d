import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { timeZone } from '@/lib/alerts/suppression/schemas';

export const maxObjectives = 2_000;

/** What an objective is judged by. */
export const Sli = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('checks'), checkIds: z.array(z.uuid()).max(50).describe('Down while one of them is down; none: all checks of the service') }),
  z.strictObject({ kind: z.literal('latency'), checkId: z.uuid(), thresholdMs: z.number().int().min(1).max(60_000).default(100).describe('Results of the check that are no slower count as good') }),
  z.strictObject({ kind: z.literal('ratio'), good: z.string().min(1).max(4_000), total: z.string().min(1).max(4_000) }).describe('PromQL with $window for the range: sum(increase(http_requests_total{code!~"5.."}[$window]))'),
]);
export type Sli = z.infer<typeof Sli>;

export const SlaWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rolling'), days: z.union([z.literal(7), z.literal(28), z.literal(30), z.literal(90)]) }),
  z.strictObject({ kind: z.literal('calendar'), unit: z.enum(['month', 'quarter']) }),
]);
export type SlaWindow = z.infer<typeof SlaWindow>;

/** Which time counts how: as good, as bad, or not at all (taken out of the total). */
export const Counting = z.strictObject({
  degraded: z.enum(['good', 'bad', 'excluded']).default('good'),
  unknown: z.enum(['good', 'bad', 'excluded']).default('excluded'),
  maintenance: z.enum(['good', 'bad', 'excluded']).default('excluded').describe('Whatever was measured in a maintenance window'),
});
export type Counting = z.infer<typeof Counting>;

export const ObjectiveInput = z
  .strictObject({
    name: z.string().trim().min(1, 'Give the objective a name.').max(200),
    serviceId: z.uuid(),
    sli: Sli,
    target: z.string().regex(/^(?:\d{1,2})(?:\.\d{1,6})?$/, 'A percentage below 100 with at most six decimals, like 99.95.').refine((text) => Number(text) > 0 && Number(text) < 100, 'More than 0 and less than 100.').default('99.99').describe('Percent, as a decimal text so that it is exact'),
    window: SlaWindow.default({ kind: 'rolling', days: 30 }),
    timeZone: timeZone.default('UTC').describe('In which days, months and quarters begin'),
    counting: Counting.default({ degraded: 'good', unknown: 'excluded', maintenance: 'excluded' }),
  })
  .refine(isStorable, notStorable);
export type ObjectiveInput = z.infer<typeof ObjectiveInput>;

/** Milliseconds of each kind; together the length of the time. Time in a maintenance window counts as maintenance only. */
export const Tally = z.strictObject({ upMs: z.number().int(), degradedMs: z.number().int(), downMs: z.number().int(), unknownMs: z.number().int(), maintenanceMs: z.number().int() });
export type Tally = z.infer<typeof Tally>;

/** How good a time was: in milliseconds, or in events for a ratio. */
export const Amount = z.strictObject({ good: z.number(), bad: z.number(), unit: z.enum(['ms', 'events']) });
export type Amount = z.infer<typeof Amount>;

export const Budget = z.strictObject({
  total: z.number().describe('What may be bad in the whole window, in the unit of the amount; for time of the whole window less what is excluded so far'),
  spent: z.number(),
  left: z.number().describe('Negative when it is overspent'),
  leftPercent: z.number(),
  burnRate: z.strictObject({ hour: z.number().nullable(), sixHours: z.number().nullable(), day: z.number().nullable(), threeDays: z.number().nullable() }).describe('1 spends exactly the budget in the window; null when nothing was measured'),
  exhaustedAt: timeMs.nullable().describe('When it is used up if the last day goes on; null when it is not before the window ends'),
});
export type Budget = z.infer<typeof Budget>;

export const DayFigures = z.strictObject({ day: z.iso.date(), from: timeMs, to: timeMs, tally: Tally.nullable().describe('Null for a ratio'), amount: Amount, percent: z.number().nullable() });
export type DayFigures = z.infer<typeof DayFigures>;

export const ObjectiveView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  settings: ObjectiveInput,
  serviceName: z.string(),
  window: z.strictObject({ from: timeMs, to: timeMs, isFull: z.boolean().describe('Whether it was measured since its beginning'), measuredFrom: timeMs.nullable() }),
  tally: Tally.nullable(),
  amount: Amount,
  percent: z.number().nullable().describe('Null when nothing counts yet'),
  isMet: z.boolean().nullable(),
  budget: Budget,
  alertRuleIds: z.array(z.uuid()).describe('Of its burn-rate alerts'),
  figures: z.strictObject({ day: z.number().nullable(), week: z.number().nullable(), month: z.number().nullable(), quarter: z.number().nullable(), year: z.number().nullable() }).describe('Percent of the last 24 h, 7, 30, 90 and 365 days'),
  createdAt: timeMs,
  updatedAt: timeMs,
});
export type ObjectiveView = z.infer<typeof ObjectiveView>;
