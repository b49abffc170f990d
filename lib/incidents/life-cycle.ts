import type { AlertActor } from '@/lib/alerts/schemas';
import { milestones, type Incident, type IncidentRole, type IncidentState, type Milestone, type TimelineEntry } from './schemas';

/** What a decision about an incident looks at. */
export type IncidentNow = Pick<Incident, 'title' | 'summary' | 'state' | 'severity' | 'roles' | 'times' | 'reopened' | 'mergedInto'>;

/** Fields that a change sets; times in milliseconds since 1970. */
export type IncidentPatch = Partial<Pick<Incident, 'title' | 'summary' | 'state' | 'severity' | 'reopened' | 'team' | 'runbookUrl'> & { roles: Partial<Incident['roles']>; times: Partial<Incident['times']>; mergedIntoId: string }>;

export type NewEntry = Pick<TimelineEntry, 'at' | 'kind' | 'text' | 'actor' | 'subject'>;

/** What to store of an act, in one transaction, with a version one higher; or why there is nothing to store. */
export type IncidentChange = { kind: 'changed'; set: IncidentPatch; entries: NewEntry[] } | { kind: 'unchanged'; reason: string };

interface Act {
  at: number;
  actor: AlertActor;
}

/** What stands in the entry of each reopening, between who did it and the state. */
export const reopenedWords = ' opened it again: ';

const milestoneWords: Readonly<Record<Milestone, string>> = { started: 'start', detected: 'detection', acknowledged: 'acknowledgement', mitigated: 'mitigation', resolved: 'resolution' };

/** Whether something is still to be done about it. */
export function isOpen(state: IncidentState): boolean {
  return state !== 'resolved' && state !== 'reviewed';
}

/**
 * Goes to another state: any open one from any open one, resolved from any open one, reviewed from resolved, and back to an open one by opening it again. The first
 * time that it is monitored or resolved, it is mitigated; whoever moves it has acknowledged it.
 */
export function moveTo(incident: IncidentNow, to: IncidentState, { at, actor, note = '' }: Act & { note?: string }): IncidentChange {
  const { state, times, mergedInto } = incident;
  if (mergedInto) return unchanged(`It was merged into incident ${mergedInto.number}. Work on that one.`);
  if (state === to) return unchanged(`It is ${to} already.`);
  if (to === 'reviewed' && state !== 'resolved') return unchanged('Only a resolved incident can be reviewed. Resolve it first.');
  if (state === 'reviewed' && to === 'resolved') return unchanged('It is reviewed. Open it again if it is not over.');
  const isReopened = !isOpen(state) && isOpen(to);
  const set: IncidentPatch = { state: to, times: {} };
  const moments: Partial<Incident['times']> = {};
  if (times.acknowledged === null) moments.acknowledged = at;
  if ((to === 'monitoring' || to === 'resolved') && times.mitigated === null) moments.mitigated = at;
  if (to === 'resolved') moments.resolved = at;
  if (isReopened) {
    set.reopened = incident.reopened + 1;
    Object.assign(moments, { resolved: null, mitigated: null });
  }
  set.times = moments;
  const sentence = isReopened ? `${actor.name}${reopenedWords}${to}` : `${actor.name} set it from ${state} to ${to}`;
  return changed(set, { at, kind: 'state', text: withNote(sentence, note), actor, subject: null });
}

/** Somebody is on it. */
export function acknowledgeIncident(incident: IncidentNow, { at, actor }: Act): IncidentChange {
  if (!isOpen(incident.state)) return unchanged(`It is ${incident.state} already.`);
  if (incident.times.acknowledged !== null) return unchanged('It is acknowledged already.');
  return changed({ times: { acknowledged: at } }, { at, kind: 'time', text: `${actor.name} acknowledged it.`, actor, subject: null });
}

/** Gives a role to somebody, or to nobody (null). Who takes the lead has acknowledged it. */
export function assignRole(incident: IncidentNow, role: IncidentRole, person: { id: string; name: string } | null, { at, actor }: Act): IncidentChange {
  const before = incident.roles[role];
  if ((before?.id ?? null) === (person?.id ?? null)) return unchanged(person ? `${person.name} has this role already.` : 'Nobody has this role.');
  const set: IncidentPatch = { roles: { [role]: person } };
  if (role === 'lead' && person && incident.times.acknowledged === null && isOpen(incident.state)) set.times = { acknowledged: at };
  const name = role === 'lead' ? 'lead' : role === 'communications' ? 'communications' : 'scribe';
  return changed(set, { at, kind: 'role', text: roleSentence(name, before, person, actor), actor, subject: person ? { kind: 'user', ...person } : null });
}

/**
 * Corrects one of the times, with the reason; null takes it out. The times have to follow each other, those that are corrected together as they are then, and none lies
 * ahead of now. The start cannot be taken out, nor the resolution of what is resolved.
 */
export function correctTime(incident: IncidentNow, milestone: Milestone, to: number | null, { at, actor, reason, together = {} }: Act & { reason: string; together?: Partial<Incident['times']> }): IncidentChange {
  const before = incident.times[milestone];
  if (before === to) return unchanged('It is this time already.');
  if (to === null && (milestone === 'started' || (milestone === 'resolved' && !isOpen(incident.state)))) return unchanged(`The time of the ${milestoneWords[milestone]} cannot be taken out.`);
  if (to !== null && milestone === 'resolved' && isOpen(incident.state)) return unchanged('It is not resolved. Resolve it first, then correct the time.');
  if (to !== null && to > at) return unchanged('This time is still to come.');
  if (to !== null) {
    const problem = orderProblem({ ...incident.times, ...together, [milestone]: to }, milestone);
    if (problem) return unchanged(problem);
  }
  const name = milestoneWords[milestone];
  const sentence = to === null ? `${actor.name} took out the time of the ${name}, which was ${momentWords(before)}` : `${actor.name} corrected the time of the ${name} from ${momentWords(before)} to ${momentWords(to)}`;
  return changed({ times: { [milestone]: to } }, { at, kind: 'time', text: withNote(sentence, reason), actor, subject: null });
}

/** Which time it would come before or after, as a sentence; null when all follow each other. */
function orderProblem(times: Incident['times'], milestone: Milestone): string | null {
  const at = times[milestone];
  if (at === null) return null;
  const place = milestones.indexOf(milestone);
  for (const [index, other] of milestones.entries()) {
    const time = times[other];
    // Who was told before a check noticed it acknowledged it first: only what frames the incident has to frame it.
    if (time === null || index === place || (other !== 'started' && other !== 'resolved' && milestone !== 'started' && milestone !== 'resolved')) continue;
    if (index < place && time > at) return `That is before the ${milestoneWords[other]}.`;
    if (index > place && time < at) return `That is after the ${milestoneWords[other]}.`;
  }
  return null;
}

function roleSentence(name: string, before: { id: string; name: string } | null, person: { id: string; name: string } | null, actor: AlertActor): string {
  if (!person) return `${actor.name} took the role ${name} from ${before?.name ?? 'somebody'}.`;
  if (before) return person.id === actor.id ? `${person.name} took over the role ${name} from ${before.name}.` : `${actor.name} handed the role ${name} over from ${before.name} to ${person.name}.`;
  return person.id === actor.id ? `${person.name} took the role ${name}.` : `${actor.name} gave the role ${name} to ${person.name}.`;
}

/** To the second, in UTC (RFC 3339). */
function momentWords(ms: number | null): string {
  return ms === null ? 'not known' : new Date(ms).toISOString().replace(/\.000Z$/, 'Z');
}

function withNote(sentence: string, note: string): string {
  return note === '' ? `${sentence}.` : `${sentence}: ${note}`;
}

function changed(set: IncidentPatch, entry: NewEntry): IncidentChange {
  return { kind: 'changed', set, entries: [entry] };
}

function unchanged(reason: string): IncidentChange {
  return { kind: 'unchanged', reason };
}
