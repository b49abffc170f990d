import { z } from 'zod';
import { maxPatternLength } from '@/lib/metrics/matcher';
import { severities } from './severity';

/** From the year 1, with which Alertmanager says that there is none, to the year 9999: what is beyond, the database cannot store or ISO 8601 cannot write. */
export const timeMs = z.number().int().min(-62_135_596_800_000).max(253_402_300_799_999).describe('Milliseconds since 1970');
export const Labels = z.record(z.string().min(1).max(128), z.string().max(1_024));
export const Severity = z.enum(severities);

/** One condition on a label, as PromQL and Alertmanager write it; regular expressions are RE2 and anchored. */
export const AlertMatcher = z.strictObject({
  label: z.string().min(1).max(128),
  operator: z.enum(['=', '!=', '=~', '!~']),
  value: z.string().max(maxPatternLength),
});
export type AlertMatcher = z.infer<typeof AlertMatcher>;

export const maxMatchers = 32;
export const AlertMatchers = z.array(AlertMatcher).max(maxMatchers);

/** `resolved` is the end of an occurrence; the next one is an alert of its own with the same fingerprint. */
export const alertStates = ['pending', 'firing', 'acknowledged', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

const suppressionKinds = ['silence', 'maintenance', 'inhibition', 'dependency'] as const;

/** Why nobody is told of an alert that fires. `id` is the silence, the window, or the alert that is the cause. */
export const Suppression = z.strictObject({
  kind: z.enum(suppressionKinds),
  id: z.string(),
  reason: z.string().describe('A sentence for people'),
  sinceMs: timeMs,
  untilMs: timeMs.nullable().describe('Null when it lasts as long as its cause'),
});
export type Suppression = z.infer<typeof Suppression>;

const resolutions = ['condition', 'person', 'no_data', 'timeout', 'rule_removed', 'source'] as const;

/** Who did something to an alert: a person, a key, a link in a message, or Nines itself. */
export const AlertActor = z.strictObject({ kind: z.enum(['user', 'key', 'link', 'system']), id: z.string(), name: z.string() });
export type AlertActor = z.infer<typeof AlertActor>;

/** One occurrence of an alert. */
export const AlertView = z.strictObject({
  id: z.uuid(),
  version: z.number().int().describe('Rises with each change'),
  fingerprint: z.string().describe('16 hexadecimal digits, the same for the same labels'),
  source: z.enum(['rule', 'api']),
  ruleId: z.uuid().nullable(),
  name: z.string(),
  severity: Severity,
  state: z.enum(alertStates),
  isActive: z.boolean().describe('Whether its condition holds, as far as is known; an alert resolved by hand may still be active'),
  suppression: Suppression.nullable(),
  isFlapping: z.boolean(),
  service: z.string(),
  team: z.string(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  value: z.number().nullable(),
  startsAt: timeMs.describe('When the condition began'),
  firedAt: timeMs.nullable(),
  acknowledgedAt: timeMs.nullable(),
  acknowledgedBy: AlertActor.nullable(),
  acknowledgedUntil: timeMs.nullable().describe('When the acknowledgement ends by itself'),
  owner: z.strictObject({ id: z.uuid(), name: z.string() }).nullable().describe('Who works on it'),
  comment: z.string().describe('Of the acknowledgement'),
  resolvedAt: timeMs.nullable(),
  resolution: z.enum(resolutions).nullable(),
  resolvedBy: AlertActor.nullable(),
  runbookUrl: z.string().nullable(),
  generatorUrl: z.string().nullable(),
  groupKey: z.string().nullable().describe('The group that it is notified in'),
  causeId: z.uuid().nullable().describe('The alert that is taken for its cause'),
});
export type AlertView = z.infer<typeof AlertView>;

/** The steps of an alert from its sample to a person, in their order. */
export const stages = [
  'evaluation', 'dedup', 'inhibition', 'dependency', 'silence', 'maintenance', 'grouping', 'route', 'escalation', 'on_call', 'delivery', 'life_cycle', 'comment',
] as const;
export type Stage = (typeof stages)[number];

/** One decision about an alert, or one thing that was done to it; the timeline and the account of paging are made of these. */
export const AlertEvent = z.strictObject({
  id: z.string(),
  at: timeMs,
  stage: z.enum(stages),
  outcome: z.string().describe('One word: firing, acknowledged, suppressed, matched, sent, ...'),
  reason: z.string().describe('A sentence for people'),
  actor: AlertActor.nullable(),
  subject: z.strictObject({ kind: z.enum(['channel', 'user', 'policy', 'schedule', 'route', 'silence', 'maintenance', 'alert', 'rule', 'group', 'delivery']), id: z.string(), name: z.string() }).nullable(),
});
export type AlertEvent = z.infer<typeof AlertEvent>;
