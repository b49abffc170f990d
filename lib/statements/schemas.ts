import { z } from 'zod';
import { timeMs as anyTimeMs } from '@/lib/alerts/schemas';
import { timeZone } from '@/lib/alerts/suppression/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { Amount, Counting, Tally } from '@/lib/sla/schemas';

/** Each kind of time that a statement accounts for; `up` is what is not listed. */
export const lostKinds = ['maintenance', 'degraded', 'unknown', 'down'] as const;

export const statementLimits = { perTenant: 20_000, stretches: 1_000, causes: 20, objectives: 50, days: 31, incidents: 200 } as const;

/** A stored document is read again as something that may have been tampered with: what is counted and shown from it has bounds. */
const timeMs = anyTimeMs.min(0).max(8_640_000_000_000_000);
const month = z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, 'A month, like 2026-10.');

/** What a statement is asked for. The month is one of the time zone that its objectives have. */
export const StatementInput = z
  .strictObject({
    serviceId: z.uuid(),
    month,
    customer: z.string().trim().max(200).default('').describe('Whom it is for; empty: for anybody'),
    objectiveIds: z.array(z.uuid()).max(statementLimits.objectives).default([]).describe('Objectives of the service with one time zone; none: all of them'),
    hasReasons: z.boolean().default(true).describe('Whether the reasons are told as the checks gave them, which may hold internal names and addresses'),
  })
  .refine(isStorable, notStorable);
export type StatementInput = z.infer<typeof StatementInput>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What stands behind a stretch of time: what a check found, or that nothing was measured. */
export const Cause = z.strictObject({
  checkId: z.uuid(),
  checkName: z.string(),
  reason: z.string().describe('Empty where the statement is without reasons'),
  maintenance: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  event: z.strictObject({ id: z.string().regex(/^\d{1,18}$/), at: timeMs, sha256: Sha256.describe('Of the stored change of state with its evidence') }).nullable(),
});
export type Cause = z.infer<typeof Cause>;

/** [from, to) in which the service was not simply up. */
export const StatementStretch = z.strictObject({
  from: timeMs, to: timeMs, kind: z.enum(lostKinds), countsAs: z.enum(['good', 'bad', 'excluded']),
  causes: z.array(Cause).max(statementLimits.causes),
});
export type StatementStretch = z.infer<typeof StatementStretch>;

/** One objective in the month. */
export const StatementObjective = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  sli: z.enum(['checks', 'latency', 'ratio']),
  measure: z.string().describe('What is measured, in words'),
  sliSha256: Sha256.describe('Of the canonical JSON of what is measured, so that a later change of it is recognised'),
  checks: z.array(z.strictObject({ id: z.uuid(), name: z.string(), from: timeMs, to: timeMs })).describe('The checks that it was measured by, each with the part of the month in which it had a say; none for what counts events by a query'),
  target: z.string().regex(/^\d{1,2}(?:\.\d{1,6})?$/).describe('Percent, as a decimal text'),
  counting: Counting,
  measuredFrom: timeMs.nullable().describe('Since when it was measured in the month: its beginning where that was so before; null: nothing was measured'),
  tally: Tally.nullable().describe('Null for what counts results or events'),
  amount: Amount,
  percent: z.number().nullable().describe('Rounded down; null when nothing counts'),
  isMet: z.boolean().nullable(),
  budget: z.strictObject({ total: z.number(), spent: z.number(), left: z.number() }).describe('In the unit of the amount'),
  stretches: z.array(StatementStretch).describe('In the order of time; the longest where there are more than are listed'),
  omitted: z.strictObject({ count: z.number().int(), ms: z.number().int() }).describe('Stretches that are not listed; they are in the tally'),
  days: z.array(z.strictObject({ day: z.iso.date(), good: z.number(), bad: z.number(), excluded: z.number().nullable() })).max(statementLimits.days).describe('Each day of the month, in the unit of the amount; excluded is null for events'),
  missingDays: z.array(z.iso.date()).max(statementLimits.days).describe('Days of events that nobody can tell any more: they are in no figure'),
});
export type StatementObjective = z.infer<typeof StatementObjective>;

/** An incident that touched the service in the month. It explains, and counts nothing: the figures are of what was measured. */
export const StatementIncident = z.strictObject({
  number: z.number().int(),
  title: z.string().describe('Empty where the statement is without reasons'),
  severity: z.string().describe('As it is called when the statement is made'),
  from: timeMs,
  to: timeMs.describe('Of its time in the month'),
  ms: z.number().int().min(0).describe('How long of that it touched the service, in milliseconds'),
  degree: z.enum(['down', 'degraded']),
  source: z.enum(['checks', 'person']).describe('Filled from the checks, or edited by somebody'),
  reason: z.string().describe('Why somebody edited it; empty where the checks say so, and where the statement is without reasons'),
});
export type StatementIncident = z.infer<typeof StatementIncident>;

/** What a statement says, whether it is issued or not. */
export const StatementBody = z.strictObject({
  issuer: z.string().describe('The name of the tenant'),
  service: z.strictObject({ id: z.uuid(), name: z.string(), tier: z.number().int() }),
  customer: z.string(),
  month,
  timeZone,
  from: timeMs,
  to: timeMs,
  measuredUntil: timeMs.describe('The figures are of [from, measuredUntil): the end of the month, and earlier only in the preview of a month that goes on'),
  hasReasons: z.boolean(),
  objectives: z.array(StatementObjective).min(1).max(statementLimits.objectives),
  incidents: z.strictObject({ listed: z.array(StatementIncident).max(statementLimits.incidents), omitted: z.number().int().min(0).describe('The shortest ones, that are not listed') }).optional().describe('Incidents that touched the service in the month, in the order of time; not there where there are none, nor in statements from before there were any'),
});
export type StatementBody = z.infer<typeof StatementBody>;

/** The issued document: its canonical text is what is hashed and signed. */
export const StatementDocument = z.strictObject({
  format: z.literal('nines-sla-statement/1'),
  tenantId: z.uuid().describe('Whose chain it is in'),
  number: z.number().int().min(1).describe('In the chain of the tenant, without gaps'),
  previousHash: Sha256.describe('Of the statement before; 64 zeros for the first'),
  replaces: z.number().int().nullable().describe('The number of the statement for the same service, customer, month and objectives that this one corrects'),
  issuedAt: timeMs,
  issuedBy: z.string(),
  statement: StatementBody,
});
export type StatementDocument = z.infer<typeof StatementDocument>;

/** One line of the list. */
export const StatementSummary = z.strictObject({
  id: z.uuid(), number: z.number().int(), serviceId: z.uuid().nullable().describe('Null when the service is gone'), serviceName: z.string(), customer: z.string(), month: z.string(), timeZone: z.string(),
  replaces: z.number().int().nullable(), replacedBy: z.number().int().nullable(), issuedAt: timeMs, issuedBy: z.string(),
  objectives: z.array(z.strictObject({ id: z.uuid(), name: z.string(), target: z.string(), percent: z.number().nullable(), isMet: z.boolean().nullable() })),
});
export type StatementSummary = z.infer<typeof StatementSummary>;

/** One finding of a verification. Unknown: it can no longer be looked at, and why. */
export const Finding = z.strictObject({
  what: z.enum(['document', 'chain', 'signature', 'figures', 'evidence']),
  result: z.enum(['ok', 'different', 'unknown']),
  sentence: z.string().describe('What was looked at, and what came out'),
  objectiveId: z.uuid().nullable(),
  differences: z.array(z.strictObject({ where: z.string(), stated: z.string(), now: z.string() })).max(100),
});
export type Finding = z.infer<typeof Finding>;

export const Verification = z.strictObject({
  number: z.number().int(), result: z.enum(['ok', 'different', 'unknown']).describe('The worst of the findings'), at: timeMs, findings: z.array(Finding),
});
export type Verification = z.infer<typeof Verification>;
