import { z } from 'zod';
import { Severity as AlertSeverity, timeMs } from '@/lib/alerts/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { endpoint } from '@/lib/endpoint';
import { EvidenceRequest, Impact, Incident, IncidentAlert, incidentLimits, incidentRoles, IncidentSettings, incidentStates, IncidentTask, milestones, Publication, StatusPost, TimelineEntry, Viewer } from './schemas';

const queryTime = z.coerce.number().int().min(0).max(253_402_300_799_999);
const IncidentId = z.strictObject({ id: z.uuid('The id of an incident.') });
const version = z.number().int().min(1).describe('The version that the change was made from; another one is a conflict');
const storable = (most: number) => z.string().max(most).refine(isStorable, notStorable);
const markdown = storable(incidentLimits.comment).describe('Markdown');
const webUrl = storable(2_000).regex(/^https?:\/\/\S+$/i, 'An address that begins with https:// or http://.');
const write = { permission: 'monitoring.incident.update' } as const;

/** A list in one parameter: `investigating,identified`. */
const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z.string().max(200).transform((text) => text.split(',')).pipe(z.array(z.enum(values)).min(1).max(values.length));

export const listIncidents = endpoint({
  method: 'GET', path: '/api/monitoring/incidents', permission: 'monitoring.read', summary: 'Incidents, the open ones first and of each the newest',
  query: z.strictObject({
    state: listOf(incidentStates).optional(), severity: storable(200).optional().describe('Keys of severities, with commas'), service: z.uuid().optional(), team: storable(200).optional(), lead: z.uuid().optional(),
    text: storable(200).optional().describe('Found in the number, the title, the summary and the review'),
    from: queryTime.optional(), to: queryTime.optional().describe('Declared in [from, to)'),
    cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.strictObject({
    incidents: z.array(Incident), nextCursor: z.string().nullable(),
    counts: z.strictObject({ investigating: z.number().int(), identified: z.number().int(), monitoring: z.number().int(), toReview: z.number().int().describe('Resolved, not yet reviewed') }), at: timeMs,
  }),
});
export const declareIncident = endpoint({
  method: 'POST', path: '/api/monitoring/incidents', permission: 'monitoring.incident.create', summary: 'Declare an incident',
  body: z.strictObject({
    title: storable(200).trim().min(1, 'Say in a few words what is broken.'), severity: storable(20), summary: markdown.default(''),
    serviceIds: z.array(z.uuid()).max(incidentLimits.services).default([]), alertIds: z.array(z.uuid()).max(incidentLimits.alerts).default([]), leadId: z.uuid().nullable().default(null),
    startedAt: timeMs.optional().describe('When it began; now, or when the first of its alerts began, unless said'),
    policyId: z.uuid().nullable().optional().describe('Whom to page: that of the severity unless said; null: nobody'),
  }),
  response: Incident,
});
export const readIncident = endpoint({
  method: 'GET', path: '/api/monitoring/incidents/{id}', permission: 'monitoring.read', summary: 'One incident with its alerts, tasks and impact', params: IncidentId,
  response: z.strictObject({
    incident: Incident, alerts: z.array(IncidentAlert).describe('The newest 200'), tasks: z.array(IncidentTask), impact: z.array(Impact),
    review: z.strictObject({ text: markdown, version: z.number().int(), updatedAt: timeMs }).nullable(), isWatched: z.boolean().describe('Whether the caller is told of its updates'), viewers: z.array(Viewer), publication: Publication.nullable().describe('What the status page shows of it; null: nothing'),
    next: z.string().describe('What to do next, in one sentence'),
  }),
});
export const listSimilarIncidents = endpoint({
  method: 'GET', path: '/api/monitoring/incidents/{id}/similar', permission: 'monitoring.read', summary: 'Earlier incidents of the same services or alerts, or with like words', params: IncidentId,
  response: z.strictObject({ incidents: z.array(Incident).describe('The likest first, at most 10') }),
});
export const updateIncident = endpoint({
  method: 'PATCH', path: '/api/monitoring/incidents/{id}', ...write, summary: 'Change an incident: only what is sent', params: IncidentId,
  body: z.strictObject({
    version, title: storable(200).trim().min(1).optional(), summary: markdown.optional(), severity: storable(20).optional(), state: z.enum(incidentStates).optional(), note: storable(2_000).default('').describe('Why, for the timeline'), isAcknowledged: z.literal(true).optional().describe('Somebody is on it: nobody else is paged'),
    team: storable(100).trim().optional(), runbookUrl: webUrl.nullable().optional(),
    roles: z.partialRecord(z.enum(incidentRoles), z.uuid().nullable()).optional(), times: z.partialRecord(z.enum(milestones), timeMs.nullable()).optional().describe('Corrections; the note says why'),
  }),
  response: Incident,
});
export const readTimeline = endpoint({
  method: 'GET', path: '/api/monitoring/incidents/{id}/timeline', permission: 'monitoring.read', summary: 'The timeline, the newest entry first', params: IncidentId,
  query: z.strictObject({ cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(100), kind: storable(200).optional(), isPinned: z.enum(['true', 'false']).transform((text) => text === 'true').optional().describe('Only what is pinned, or only what is not') }),
  response: z.strictObject({ entries: z.array(TimelineEntry), nextCursor: z.string().nullable() }),
});
export const addEntry = endpoint({
  method: 'POST', path: '/api/monitoring/incidents/{id}/timeline', ...write, summary: 'Comment, pin evidence, or correct an entry, which stays', params: IncidentId,
  body: z.strictObject({ text: markdown.min(1), at: timeMs.optional().describe('When it happened; now unless said'), evidence: EvidenceRequest.nullable().default(null), isPinned: z.boolean().default(false), corrects: z.string().max(30).nullable().default(null) }),
  response: TimelineEntry,
});
export const pinEntry = endpoint({
  method: 'PUT', path: '/api/monitoring/incidents/{id}/timeline/{entryId}/pin', ...write, summary: 'Pin an entry, or unpin it', params: IncidentId.extend({ entryId: z.string().regex(/^\d{1,18}$/) }),
  body: z.strictObject({ isPinned: z.boolean() }), response: TimelineEntry,
});
export const writeTask = endpoint({
  method: 'POST', path: '/api/monitoring/incidents/{id}/tasks', ...write, summary: 'Add a task, or an action of the review', params: IncidentId,
  body: z.strictObject({ text: storable(300).trim().min(1), kind: z.enum(['task', 'action']).default('task'), ownerId: z.uuid().nullable().default(null), dueAt: timeMs.nullable().default(null) }), response: IncidentTask,
});
export const updateTask = endpoint({
  method: 'PATCH', path: '/api/monitoring/incidents/{id}/tasks/{taskId}', ...write, summary: 'Change a task, or tick it off', params: IncidentId.extend({ taskId: z.uuid() }),
  body: z.strictObject({ version, text: storable(300).trim().min(1).optional(), ownerId: z.uuid().nullable().optional(), dueAt: timeMs.nullable().optional(), isDone: z.boolean().optional() }), response: IncidentTask,
});
export const deleteTask = endpoint({
  method: 'DELETE', path: '/api/monitoring/incidents/{id}/tasks/{taskId}', ...write, summary: 'Delete a task; the timeline keeps that there was one', params: IncidentId.extend({ taskId: z.uuid() }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional().describe('That was seen; another one is a conflict') }), response: z.strictObject({ deleted: z.literal(true) }),
});
export const changeAlerts = endpoint({
  method: 'POST', path: '/api/monitoring/incidents/{id}/alerts', ...write, summary: 'Take alerts into an incident, or out of it', params: IncidentId,
  body: z.strictObject({ add: z.array(z.uuid()).max(incidentLimits.alerts).default([]), remove: z.array(z.uuid()).max(incidentLimits.alerts).default([]) }), response: Incident,
});
export const changeImpact = endpoint({
  method: 'PUT', path: '/api/monitoring/incidents/{id}/impact', ...write, summary: 'Say what of a service was touched, with the reason; null goes back to what the checks say', params: IncidentId,
  body: z.strictObject({ serviceId: z.uuid(), impact: z.strictObject({ from: timeMs, to: timeMs.nullable(), degree: z.enum(['down', 'degraded']) }).nullable(), reason: storable(500).trim().min(1, 'Say why.'), editedAt: timeMs.nullable().default(null).describe('That of what this replaces; null: nobody said anything yet. Another one is a conflict') }),
  response: z.strictObject({ impact: z.array(Impact) }),
});
export const postUpdate = endpoint({
  method: 'POST', path: '/api/monitoring/incidents/{id}/updates', ...write, summary: 'Tell others: channels, who subscribed, and the status page, in one go', params: IncidentId,
  body: z.strictObject({
    text: markdown.min(1), state: z.enum(incidentStates).nullable().default(null).describe('Goes to this state with it'), version: version.optional().describe('That the state was chosen from; another one is a conflict. Needed with a state'), channelIds: z.array(z.uuid()).max(50).default([]),
    toWatchers: z.boolean().default(true), statusPage: StatusPost.nullable().default(null).describe('What the status page shows with it; null: it says nothing there'), key: z.uuid().describe('Chosen by the caller: sent twice, it is posted once'),
  }).refine(({ state, version: from }) => state === null || from !== undefined, { path: ['version'], error: 'Say from which version of the incident the state was chosen.' }),
  response: z.strictObject({ entry: TimelineEntry, deliveries: z.number().int(), left: z.array(z.string()).describe('Whom it could not be sent to, and why') }),
});
export const mergeIncident = endpoint({
  method: 'POST', path: '/api/monitoring/incidents/{id}/merge', ...write, summary: 'Merge an incident into another one, which gets its alerts, tasks, services and timeline', params: IncidentId,
  body: z.strictObject({ into: z.uuid(), version }), response: Incident,
});
export const splitIncident = endpoint({
  method: 'POST', path: '/api/monitoring/incidents/{id}/split', ...write, summary: 'Make an incident of its own of some of the alerts', params: IncidentId,
  body: z.strictObject({ alertIds: z.array(z.uuid()).min(1).max(incidentLimits.alerts), title: storable(200).trim().min(1), severity: storable(20) }), response: Incident,
});
export const writeReview = endpoint({
  method: 'PUT', path: '/api/monitoring/incidents/{id}/review', ...write, summary: 'Save the review', params: IncidentId,
  body: z.strictObject({ text: storable(incidentLimits.review), version: z.number().int().min(0).describe('0: there was none') }), response: z.strictObject({ text: z.string(), version: z.number().int(), updatedAt: timeMs }),
});
export const draftReview = endpoint({
  method: 'GET', path: '/api/monitoring/incidents/{id}/review/draft', permission: 'monitoring.read', summary: 'A review to start from: impact, timeline and figures, as Markdown', params: IncidentId, response: z.strictObject({ text: z.string() }),
});
export const watchIncident = endpoint({
  method: 'PUT', path: '/api/monitoring/incidents/{id}/watch', permission: 'monitoring.read', summary: 'Be told of its updates, or no longer', params: IncidentId, body: z.strictObject({ isWatched: z.boolean() }), response: z.strictObject({ isWatched: z.boolean() }),
});
export const readIncidentFigures = endpoint({
  method: 'GET', path: '/api/monitoring/incident-figures', permission: 'monitoring.read', summary: 'MTTA, MTTR and counts by service, team, severity and month',
  query: z.strictObject({ from: queryTime.optional(), to: queryTime.optional(), by: z.enum(['service', 'team', 'severity', 'month']).default('month') }),
  response: z.strictObject({
    from: timeMs, to: timeMs, total: z.number().int(), mttaMs: z.number().nullable().describe('Mean time from the detection to the acknowledgement; null when there is none'), mttrMs: z.number().nullable().describe('Mean time from the start to the resolution'),
    groups: z.array(z.strictObject({ key: z.string(), name: z.string(), count: z.number().int(), mttaMs: z.number().nullable(), mttrMs: z.number().nullable(), touchedMs: z.number().nullable() })).max(200),
  }),
});
export const readIncidentSettings = endpoint({ method: 'GET', path: '/api/monitoring/incident-settings', permission: 'monitoring.read', summary: 'Severities, rules, templates and checklist of incidents', response: z.strictObject({ version: z.number().int(), settings: IncidentSettings }) });
export const updateIncidentSettings = endpoint({
  method: 'PUT', path: '/api/monitoring/incident-settings', permission: 'monitoring.config.update', summary: 'Change severities, rules, templates and checklist', body: z.strictObject({ version: z.number().int().min(0), settings: IncidentSettings }),
  response: z.strictObject({ version: z.number().int(), settings: IncidentSettings }),
});
export const previewIncidentRules = endpoint({
  method: 'POST', path: '/api/monitoring/incident-settings/preview', permission: 'monitoring.config.read', summary: 'What these rules would declare of the alerts that fire now', body: IncidentSettings,
  response: z.strictObject({ decisions: z.array(z.strictObject({ kind: z.enum(['join', 'declare', 'correlate']), title: z.string(), severity: AlertSeverity.or(z.string()), alerts: z.number().int(), reason: z.string() })).max(100) }),
});
export const pageIncident = endpoint({
  method: 'POST', path: '/api/monitoring/incidents/{id}/page', ...write, summary: 'Page: start an escalation policy, or tell people at once', params: IncidentId,
  body: z.strictObject({ policyId: z.uuid().nullable().default(null), userIds: z.array(z.uuid()).max(20).default([]) }).refine(({ policyId, userIds }) => policyId !== null || userIds.length > 0, { path: ['policyId'], error: 'Choose a policy, or people.' }),
  response: Incident,
});
export const lookAtIncident = endpoint({
  method: 'PUT', path: '/api/monitoring/incidents/{id}/viewers', permission: 'monitoring.read', summary: 'Say that the caller looks at it, at least every 20 s, or no longer', params: IncidentId,
  body: z.strictObject({ isLooking: z.boolean(), doing: z.enum(['looking', 'writing']).default('looking') }), response: z.strictObject({ viewers: z.array(Viewer) }),
});
export const exportIncident = endpoint({
  method: 'GET', path: '/api/monitoring/incidents/{id}/export', permission: 'monitoring.read', summary: 'The incident as Markdown: facts, impact, timeline, review and actions', contentType: 'text/markdown; charset=utf-8', params: IncidentId, response: z.string(),
});

const HookView = z.strictObject({ id: z.uuid(), name: z.string(), severity: z.string(), createdAt: timeMs, lastUsedAt: timeMs.nullable() });
export const listIncidentHooks = endpoint({
  method: 'GET', path: '/api/monitoring/incident-hooks', permission: 'monitoring.read', summary: 'Addresses by which chats and programs declare incidents', response: z.strictObject({ hooks: z.array(HookView) }),
});
export const createIncidentHook = endpoint({
  method: 'POST', path: '/api/monitoring/incident-hooks', permission: 'monitoring.config.update', summary: 'Make an address by which a chat or a program declares incidents; it is shown once',
  body: z.strictObject({ name: storable(100).trim().min(1), severity: storable(20).describe('That its incidents have unless the call says another one') }), response: z.strictObject({ hook: HookView, url: z.string() }),
});
export const deleteIncidentHook = endpoint({
  method: 'DELETE', path: '/api/monitoring/incident-hooks/{id}', permission: 'monitoring.config.update', summary: 'Delete such an address: it is gone at once', params: z.strictObject({ id: z.uuid() }), response: z.strictObject({ deleted: z.literal(true) }),
});
export const callIncidentHook = endpoint({
  method: 'POST', path: '/api/incident-hooks/{token}', permission: 'public', summary: 'Declare an incident by a hook: JSON or a form {title, severity, summary, services, key}, or the form of a slash command',
  params: z.strictObject({ token: z.string().max(100) }),
  response: z.union([
    z.strictObject({ number: z.number().int(), url: z.string() }),
    z.strictObject({ response_type: z.enum(['in_channel', 'ephemeral']), text: z.string() }).describe('To a slash command, as Slack and Mattermost show it'),
  ]),
});
