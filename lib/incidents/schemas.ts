import { z } from 'zod';
import { AlertActor, AlertMatchers, AlertView, Severity as AlertSeverity, timeMs } from '@/lib/alerts/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';

export const incidentLimits = { severities: 10, tasks: 200, alerts: 1_000, services: 200, templates: 50, rules: 50, watchers: 200, comment: 10_000, review: 100_000 } as const;

/** From the first to the last; `reviewed` is a resolved incident whose lesson is written. */
export const incidentStates = ['investigating', 'identified', 'monitoring', 'resolved', 'reviewed'] as const;
export type IncidentState = (typeof incidentStates)[number];
export const openStates = ['investigating', 'identified', 'monitoring'] as const satisfies readonly IncidentState[];

/** Who leads, who tells the others, who writes down. */
export const incidentRoles = ['lead', 'communications', 'scribe'] as const;
export type IncidentRole = (typeof incidentRoles)[number];

/** The moments that MTTA and MTTR are made of, in the order in which they come. */
export const milestones = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const;
export type Milestone = (typeof milestones)[number];

export const Person = z.strictObject({ id: z.uuid(), name: z.string() });
const storable = (most: number) => z.string().max(most).refine(isStorable, notStorable);
const title = storable(200).trim().min(1, 'Say in a few words what is broken.');
const severityKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,19}$/, 'Lower-case letters, digits and dashes, like sev1.');

/** How bad an incident is, in the tenant's own words; the first of the list is the worst. */
export const IncidentSeverity = z.strictObject({
  key: severityKey.describe('Stays the same when the name changes'),
  name: storable(60).trim().min(1),
  description: storable(500).default('').describe('When an incident is of this severity'),
  look: AlertSeverity.describe('The colour and shape it is shown in'),
  policyId: z.uuid().nullable().default(null).describe('The escalation policy that is started when one is declared; null: nobody is paged by the incident itself'),
});
export type IncidentSeverity = z.infer<typeof IncidentSeverity>;

/** Which alerts declare an incident. All conditions have to hold. */
export const DeclareRule = z.strictObject({
  name: storable(200).trim().min(1),
  isEnabled: z.boolean().default(true),
  matchers: AlertMatchers.default([]),
  severities: z.array(AlertSeverity).max(3).default(['critical']).describe('Of the alerts; none: any'),
  firingForMs: z.number().int().min(0).max(86_400_000).default(0).describe('How long the alert has to fire without being acknowledged'),
  services: z.number().int().min(1).max(50).default(1).describe('On how many services such alerts have to fire within ten minutes'),
  severity: severityKey.describe('That the incident begins with'),
});
export type DeclareRule = z.infer<typeof DeclareRule>;

/** A text with {title}, {severity}, {status}, {services}, {since} and {number} in it. */
const UpdateTemplate = z.strictObject({ name: storable(100).trim().min(1), status: z.enum(incidentStates).nullable(), text: storable(5_000) });

export const IncidentSettings = z
  .strictObject({
    severities: z.array(IncidentSeverity).min(1).max(incidentLimits.severities),
    declare: z.array(DeclareRule).max(incidentLimits.rules),
    joinMs: z.number().int().min(0).max(86_400_000).default(1_800_000).describe('For how long after its last alert an open incident takes in alerts of its services'),
    templates: z.array(UpdateTemplate).max(incidentLimits.templates).default([]),
    checklist: z.array(storable(300).trim().min(1)).max(50).default([]).describe('Tasks that each incident begins with'),
  })
  .refine(({ severities }) => new Set(severities.map(({ key }) => key)).size === severities.length, { path: ['severities'], error: 'Two severities have the same key.' })
  .refine(({ severities, declare }) => declare.every((rule) => severities.some(({ key }) => key === rule.severity)), { path: ['declare'], error: 'A rule names a severity that is not in the list.' });
export type IncidentSettings = z.infer<typeof IncidentSettings>;

/** What of a service an incident touched. */
const isGone = z.literal(true).optional().describe('The service was deleted since');

export const Impact = z.strictObject({
  serviceId: z.uuid(),
  serviceName: z.string(),
  isGone,
  from: timeMs,
  to: timeMs.nullable().describe('Null while it goes on'),
  degree: z.enum(['down', 'degraded']),
  ms: z.number().int().describe('How long of it the service was touched, in milliseconds: what the checks counted, or all of it where somebody edited it'),
  source: z.enum(['checks', 'person']).describe('Filled from the checks, or edited by somebody'),
  reason: z.string().describe('Why somebody changed it; empty where the checks say so'),
  editedAt: timeMs.nullable().describe('When somebody said so, to be sent with the next change; null where the checks say so'),
});
export type Impact = z.infer<typeof Impact>;

export const IncidentTask = z.strictObject({
  id: z.uuid(), text: storable(300).trim().min(1), owner: Person.nullable(), dueAt: timeMs.nullable(), doneAt: timeMs.nullable(), doneBy: AlertActor.nullable(),
  kind: z.enum(['task', 'action']).describe('A task of the incident, or an action that came out of its review'), version: z.number().int(),
});
export type IncidentTask = z.infer<typeof IncidentTask>;

/** How far the escalation of an incident came. */
const Paging = z.strictObject({ policyId: z.uuid(), policyName: z.string(), state: z.enum(['running', 'acknowledged', 'resolved', 'exhausted', 'policy_removed']), nextAt: timeMs.nullable() });

export const Incident = z.strictObject({
  id: z.uuid(),
  number: z.number().int().describe('Counts up in the tenant'),
  version: z.number().int(),
  title,
  summary: storable(10_000).describe('Markdown: what is known now'),
  state: z.enum(incidentStates),
  severity: severityKey,
  source: z.enum(['person', 'rule', 'api', 'hook']),
  roles: z.strictObject({ lead: Person.nullable(), communications: Person.nullable(), scribe: Person.nullable() }),
  times: z.strictObject({ started: timeMs.nullable(), detected: timeMs.nullable(), acknowledged: timeMs.nullable(), mitigated: timeMs.nullable(), resolved: timeMs.nullable() }),
  reopened: z.number().int().describe('How often it was opened again'),
  mergedInto: z.strictObject({ id: z.uuid(), number: z.number().int() }).nullable(),
  services: z.array(Person.omit({ id: true }).extend({ id: z.uuid(), isGone })).describe('That it touches, by their names'),
  team: z.string(),
  runbookUrl: z.string().nullable(),
  paging: Paging.nullable().describe('Whom it pages by itself; null: nobody'),
  alerts: z.strictObject({ total: z.number().int(), open: z.number().int() }),
  tasks: z.strictObject({ total: z.number().int(), done: z.number().int() }),
  createdAt: timeMs,
  updatedAt: timeMs,
});
export type Incident = z.infer<typeof Incident>;

/** What the timeline is made of. Nothing of it is ever changed: a correction is an entry of its own that names what it corrects. */
export const entryKinds = [
  'declared', 'state', 'severity', 'title', 'role', 'alert_joined', 'alert_left', 'alert_state', 'delivery', 'comment', 'correction', 'evidence', 'update', 'task', 'time', 'impact', 'merged', 'split', 'deploy', 'config', 'review', 'page',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Evidence that stays as it was: the points of a chart, or what a check saw. */
export const Evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chart'), expr: storable(4_000), from: timeMs, to: timeMs, stepMs: z.number().int(), series: z.array(z.strictObject({ labels: z.record(z.string(), z.string()), points: z.array(z.tuple([timeMs, z.number().nullable()])).max(400) })).max(10) }),
  z.strictObject({ kind: z.literal('check_event'), checkId: z.uuid(), checkName: z.string(), eventId: z.string(), at: timeMs, state: z.string(), reason: z.string(), evidence: z.json() }),
]);
export type Evidence = z.infer<typeof Evidence>;

/** What to freeze: Nines looks it up itself, so that nobody pins figures that were not. */
export const EvidenceRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chart'), expr: storable(4_000).min(1), from: timeMs, to: timeMs }).refine(({ from, to }) => from < to && to - from <= 31 * 86_400_000, { path: ['to'], error: 'The range has to end after it begins, and be at most 31 days.' }),
  z.strictObject({ kind: z.literal('check_event'), checkId: z.uuid(), eventId: z.string().regex(/^\d{1,18}$/) }),
]);
export type EvidenceRequest = z.infer<typeof EvidenceRequest>;

/** Somebody who has it open. */
export const Viewer = z.strictObject({ userId: z.uuid(), name: z.string(), doing: z.enum(['looking', 'writing']), sinceMs: timeMs });
export type Viewer = z.infer<typeof Viewer>;

/** What the public is told of a part of the status page; the worst comes last. */
export const componentStates = ['operational', 'maintenance', 'degraded', 'partial_outage', 'major_outage'] as const;
export const ComponentState = z.enum(componentStates);
export type ComponentState = z.infer<typeof ComponentState>;

/** An update as it goes to the status page: the title that the public reads, and which components are touched. */
export const StatusPost = z.strictObject({ title: storable(200).trim().min(1, 'Say in a few words what the public is to know.'), components: z.array(z.strictObject({ id: z.uuid(), state: ComponentState })).max(200).default([]) });
export type StatusPost = z.infer<typeof StatusPost>;
export const Publication = StatusPost.extend({
  url: z.string(), postedAt: timeMs,
  posts: z.array(z.strictObject({ id: z.uuid(), entryId: z.string() })).max(1_000).describe('The posts that were made along with an entry of the timeline and were not withdrawn'),
});
export type Publication = z.infer<typeof Publication>;

export const TimelineEntry = z.strictObject({
  id: z.string(),
  at: timeMs.describe('When it happened'),
  noted: timeMs.describe('When it was written down'),
  kind: z.enum(entryKinds),
  text: z.string().describe('A sentence, or the Markdown of a comment'),
  actor: AlertActor.nullable(),
  subject: z.strictObject({ kind: z.enum(['alert', 'service', 'task', 'channel', 'user', 'incident', 'rule']), id: z.string(), name: z.string() }).nullable(),
  evidence: Evidence.nullable(),
  isPinned: z.boolean(),
  corrects: z.string().nullable().describe('The entry that this one corrects; that one stays'),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** An alert in an incident, and why it is in it. */
export const IncidentAlert = z.strictObject({ alert: AlertView, joinedAt: timeMs, reason: z.string() });
