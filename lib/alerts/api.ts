import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { DeliveryView } from './notify/schemas';
import { alertStates, AlertEvent, AlertView, Severity, stages, timeMs } from './schemas';

const AlertId = z.strictObject({ id: z.uuid('The id of an alert.') });

/** What PostgreSQL can store, in text and in JSON. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0');
const storable = (maxLength: number) => z.string().max(maxLength).refine(isStorable, 'must be valid Unicode without NUL');
const queryTime = z.coerce.number().int().min(0).max(253_402_300_799_999).optional();
const comment = storable(2_000).trim().default('');
const shownStates = [...alertStates, 'suppressed'] as const;

/** A list in one parameter: `firing,acknowledged`. */
function listOf<T extends string>(values: readonly [T, ...T[]]) {
  const item = z.enum(values);
  return z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1).max(values.length));
}

const filters = {
  state: listOf(shownStates).optional().describe('Some of pending, firing, acknowledged, suppressed, resolved; without it all that are open: firing, acknowledged and suppressed'),
  severity: listOf(['critical', 'warning', 'info']).optional(),
  service: storable(200).optional(),
  team: storable(200).optional(),
  matchers: storable(4_000).optional().describe('As in PromQL: {instance="web-1",alertname=~"Disk.*"}'),
  text: storable(200).optional().describe('Found in the name, the labels or the annotations, whatever the case'),
  ruleId: z.uuid().optional(),
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/).optional(),
  from: queryTime.describe('Only alerts that were active at or after this time, in milliseconds since 1970'),
  to: queryTime.describe('Only alerts that began before this time'),
};

export type AlertFilters = z.output<z.ZodObject<typeof filters>>;

const Counts = z.strictObject({
  pending: z.number().int(),
  firing: z.number().int().describe('Firing, not suppressed'),
  acknowledged: z.number().int(),
  suppressed: z.number().int(),
  bySeverity: z.strictObject({ critical: z.number().int(), warning: z.number().int(), info: z.number().int() }).describe('Of those that fire and are not suppressed'),
});
export type AlertCounts = z.infer<typeof Counts>;

export const listAlerts = endpoint({
  method: 'GET',
  path: '/api/monitoring/alerts',
  permission: 'monitoring.read',
  summary: 'Alerts, the newest first; the open ones unless a state is asked for',
  query: z.strictObject({ ...filters, cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  response: z.strictObject({
    alerts: z.array(AlertView),
    nextCursor: z.string().nullable().describe('Null at the end. A page may be short, or empty, before it: what a filter has to look through is bounded, and the next page goes on there'),
    counts: Counts.describe('Of all open alerts of the tenant, whatever the filters'),
    at: timeMs,
  }),
});

const AlertGroup = z.strictObject({
  key: z.string(),
  title: z.string(),
  severity: Severity.describe('The worst of it'),
  state: z.enum(shownStates).describe('firing as long as one alert fires that nobody acknowledged and nothing suppresses'),
  since: timeMs,
  labels: z.record(z.string(), z.string()).describe('What all its alerts have in common'),
  total: z.number().int(),
  counts: z.strictObject({ firing: z.number().int(), acknowledged: z.number().int(), suppressed: z.number().int(), resolved: z.number().int(), pending: z.number().int() }),
  alerts: z.array(AlertView).describe('The cause first, then the worst and oldest; at most 50, and fewer where a page has many groups: ask for the group by its key'),
  nextEscalationAt: timeMs.nullable().describe('When the next step of its escalation tells somebody'),
  ids: z
    .strictObject({ firing: z.array(z.uuid()), open: z.array(z.uuid()).describe('Firing, acknowledged or suppressed') })
    .optional()
    .describe('Of all its alerts, where one group was asked for by its key: to act on the whole of it'),
});
export type AlertGroup = z.infer<typeof AlertGroup>;

export const listAlertGroups = endpoint({
  method: 'GET',
  path: '/api/monitoring/alert-groups',
  permission: 'monitoring.read',
  summary: 'Alerts of one cause together, of the newest 10,000 that the filter looks at; the worst and newest groups first',
  query: z.strictObject({
    ...filters,
    key: storable(4_000).optional().describe('This group alone'),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.strictObject({ groups: z.array(AlertGroup), nextCursor: z.string().nullable(), counts: Counts, at: timeMs }),
});

export const readAlert = endpoint({
  method: 'GET',
  path: '/api/monitoring/alerts/{id}',
  permission: 'monitoring.read',
  summary: 'One alert with its timeline, its deliveries and what is like it',
  params: AlertId,
  response: z.strictObject({
    alert: AlertView,
    events: z.array(AlertEvent).describe('In their order; the newest 500'),
    deliveries: z.array(DeliveryView).describe('The newest 50'),
    related: z.array(AlertView).describe('Of the same group, or with the same cause; at most 50'),
    similar: z.array(AlertView).describe('Earlier occurrences, and others of the same rule; at most 20'),
    chart: z
      .strictObject({ expr: z.string(), from: timeMs, to: timeMs, levels: z.array(z.strictObject({ severity: Severity, value: z.number() })) })
      .nullable()
      .describe('What to draw around the moment: the expression without its comparison'),
    now: z.strictObject({ value: z.number().nullable(), at: timeMs.nullable() }).describe('The value of the last evaluation'),
    incident: z.strictObject({ id: z.uuid(), number: z.number().int(), title: z.string() }).nullable().describe('That it is in; null: none'),
  }),
});

const PagingStep = z.strictObject({
  stage: z.enum(stages),
  at: timeMs.nullable(),
  decision: z.enum(['passed', 'stopped', 'waiting']),
  outcome: z.string(),
  reason: z.string().describe('A sentence for people'),
  subject: AlertEvent.shape.subject,
});
export type PagingStep = z.infer<typeof PagingStep>;

export const readPagingAccount = endpoint({
  method: 'GET',
  path: '/api/monitoring/alerts/{id}/account',
  permission: 'monitoring.read',
  summary: 'Why somebody was, or was not, paged for an alert: every decision on the way',
  params: AlertId,
  query: z.strictObject({ userId: z.uuid().optional().describe('The account for this person; else of everybody') }),
  response: z.strictObject({
    person: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
    isPaged: z.boolean(),
    conclusion: z.string(),
    steps: z.array(PagingStep),
  }),
});

export const acknowledgeAlert = endpoint({
  method: 'POST',
  path: '/api/monitoring/alerts/{id}/acknowledge',
  permission: 'monitoring.alert.acknowledge',
  summary: 'Acknowledge an alert; its escalation stops',
  params: AlertId,
  body: z.strictObject({
    comment,
    ownerId: z.uuid().optional().describe('Who works on it; the caller when it is a person and nobody is named'),
    until: timeMs.optional().describe('When the acknowledgement ends and the alert fires and escalates again'),
    version: z.number().int().optional().describe('Only when the alert is in this version'),
  }),
  response: AlertView,
});

export const unacknowledgeAlert = endpoint({
  method: 'POST',
  path: '/api/monitoring/alerts/{id}/unacknowledge',
  permission: 'monitoring.alert.acknowledge',
  summary: 'Take an acknowledgement back; the alert fires and escalates again',
  params: AlertId,
  body: z.strictObject({ comment }),
  response: AlertView,
});

export const resolveAlert = endpoint({
  method: 'POST',
  path: '/api/monitoring/alerts/{id}/resolve',
  permission: 'monitoring.alert.resolve',
  summary: 'Resolve an alert by hand; it comes back only when its condition ends and begins anew',
  params: AlertId,
  body: z.strictObject({ comment, version: z.number().int().optional() }),
  response: AlertView,
});

export const commentOnAlert = endpoint({
  method: 'POST',
  path: '/api/monitoring/alerts/{id}/comments',
  permission: 'monitoring.alert.acknowledge',
  summary: 'Add a comment to the timeline of an alert',
  params: AlertId,
  body: z.strictObject({ text: storable(2_000).trim().min(1, 'Write something.') }),
  response: AlertEvent,
});

const bulk = { ids: z.array(z.uuid()).min(1).max(1_000), comment };
const BulkAnswer = z.strictObject({
  results: z.array(z.strictObject({ id: z.uuid(), outcome: z.enum(['done', 'unchanged', 'not_found']), message: z.string().describe('Empty when it is done') })),
});

export const acknowledgeAlerts = endpoint({
  method: 'POST',
  path: '/api/monitoring/alerts/acknowledge',
  permission: 'monitoring.alert.acknowledge',
  summary: 'Acknowledge many alerts',
  body: z.strictObject({ ...bulk, ownerId: z.uuid().optional(), until: timeMs.optional() }),
  response: BulkAnswer,
});

export const resolveAlerts = endpoint({
  method: 'POST',
  path: '/api/monitoring/alerts/resolve',
  permission: 'monitoring.alert.resolve',
  summary: 'Resolve many alerts by hand',
  body: z.strictObject(bulk),
  response: BulkAnswer,
});

const LinkToken = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/, 'This is no link of Nines.') });
const linkActions = ['acknowledge', 'resolve'] as const;

export const readAlertLink = endpoint({
  method: 'GET',
  path: '/api/alert-links/{token}',
  permission: 'public',
  summary: 'What the one-time link of a message would do; it does nothing yet',
  params: LinkToken,
  response: z.strictObject({
    action: z.enum(linkActions),
    state: z.enum(['open', 'used', 'expired']),
    recipient: z.string(),
    expiresAt: timeMs,
    alerts: z.array(z.strictObject({ name: z.string(), severity: Severity, state: z.enum(alertStates), summary: z.string(), startsAt: timeMs })).max(50),
    total: z.number().int(),
  }),
});

export const followAlertLink = endpoint({
  method: 'POST',
  path: '/api/alert-links/{token}',
  permission: 'public',
  summary: 'Do what the one-time link of a message is for, once',
  params: LinkToken,
  body: z.strictObject({}),
  response: z.strictObject({ action: z.enum(linkActions), done: z.number().int(), unchanged: z.number().int() }),
});
