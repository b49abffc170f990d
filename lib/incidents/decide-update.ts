import type { AlertActor } from '@/lib/alerts/schemas';
import { acknowledgeIncident, assignRole, correctTime, moveTo, type IncidentChange, type IncidentNow, type IncidentPatch, type NewEntry } from './life-cycle';
import { incidentRoles, milestones, type Incident, type IncidentRole, type IncidentState, type Milestone } from './schemas';

/** What somebody wants of an incident; what is left out stays. People are looked up already. */
export interface WantedUpdate {
  title?: string;
  summary?: string;
  severity?: { key: string; name: string };
  state?: IncidentState;
  team?: string;
  runbookUrl?: string | null;
  isAcknowledged?: boolean;
  roles?: Partial<Record<IncidentRole, { id: string; name: string } | null>>;
  times?: Partial<Record<Milestone, number | null>>;
  /** Why. */
  note: string;
}

type Decision = { kind: 'changed'; set: IncidentPatch; entries: NewEntry[] } | { kind: 'refused'; path: string; reason: string };

type Act = { path: string; decide: (incident: IncidentNow) => IncidentChange };

/** All that is wanted at once, or the first thing that cannot be. What is so already is left as it is; `entries` is empty when all of it is. */
export function decideUpdate(incident: Incident, wanted: WantedUpdate, at: number, actor: AlertActor): Decision {
  if (incident.mergedInto) return { kind: 'refused', path: 'id', reason: `It was merged into incident ${incident.mergedInto.number}. Work on that one.` };
  let now: IncidentNow = incident;
  const set: IncidentPatch = {};
  const entries: NewEntry[] = [];
  for (const { path, decide } of actsOf(incident, wanted, at, actor)) {
    const change = decide(now);
    if (change.kind === 'unchanged') return { kind: 'refused', path, reason: change.reason };
    merge(set, change.set);
    now = patched(now, change.set);
    entries.push(...change.entries);
  }
  return { kind: 'changed', set, entries };
}

function actsOf(incident: Incident, wanted: WantedUpdate, at: number, actor: AlertActor): Act[] {
  const { note } = wanted;
  const isTimeNoted = wanted.times !== undefined && Object.keys(wanted.times).length > 0;
  const acts: Act[] = [...fieldActs(incident, wanted, at, actor)];
  if (wanted.isAcknowledged && incident.times.acknowledged === null) acts.push({ path: 'isAcknowledged', decide: (now) => acknowledgeIncident(now, { at, actor }) });
  for (const role of incidentRoles) {
    const person = wanted.roles?.[role];
    if (person === undefined || (incident.roles[role]?.id ?? null) === (person?.id ?? null)) continue;
    acts.push({ path: `roles.${role}`, decide: (now) => assignRole(now, role, person, { at, actor }) });
  }
  const { state } = wanted;
  if (state !== undefined && state !== incident.state) acts.push({ path: 'state', decide: (now) => moveTo(now, state, { at, actor, note: isTimeNoted ? '' : note }) });
  for (const milestone of milestones) {
    const time = wanted.times?.[milestone];
    if (time === undefined || incident.times[milestone] === time) continue;
    if (note.trim() === '') return [{ path: 'note', decide: () => ({ kind: 'unchanged', reason: 'Say why the time is corrected.' }) }];
    acts.push({ path: `times.${milestone}`, decide: (now) => correctTime(now, milestone, time, { at, actor, reason: note, together: wanted.times }) });
  }
  return acts;
}

function fieldActs(incident: Incident, wanted: WantedUpdate, at: number, actor: AlertActor): Act[] {
  const acts: Act[] = [];
  const { severity, note } = wanted;
  const add = (path: string, set: IncidentPatch, kind: NewEntry['kind'], text: string) =>
    acts.push({ path, decide: () => ({ kind: 'changed', set, entries: [{ at, kind, text, actor, subject: null }] }) });
  if (wanted.title !== undefined && wanted.title !== incident.title) add('title', { title: wanted.title }, 'title', `${actor.name} changed the title from “${incident.title}” to “${wanted.title}”.`);
  if (wanted.summary !== undefined && wanted.summary !== incident.summary) add('summary', { summary: wanted.summary }, 'title', `${actor.name} changed the summary.`);
  if (wanted.team !== undefined && wanted.team !== incident.team) add('team', { team: wanted.team }, 'title', wanted.team === '' ? `${actor.name} took the team ${incident.team} off it.` : `${actor.name} gave it to the team ${wanted.team}.`);
  if (wanted.runbookUrl !== undefined && wanted.runbookUrl !== incident.runbookUrl) add('runbookUrl', { runbookUrl: wanted.runbookUrl }, 'title', wanted.runbookUrl === null ? `${actor.name} took the runbook off it.` : `${actor.name} linked the runbook ${wanted.runbookUrl}`);
  if (severity !== undefined && severity.key !== incident.severity) {
    const reason = wanted.state === undefined && wanted.times === undefined && note !== '' ? `: ${note}` : '.';
    add('severity', { severity: severity.key }, 'severity', `${actor.name} changed the severity from ${incident.severity} to ${severity.key}${reason}`);
  }
  return acts;
}

function merge(into: IncidentPatch, set: IncidentPatch): void {
  const { roles, times, ...plain } = set;
  Object.assign(into, plain);
  if (roles) into.roles = { ...into.roles, ...roles };
  if (times) into.times = { ...into.times, ...times };
}

function patched(now: IncidentNow, { roles, times, title, summary, state, severity, reopened }: IncidentPatch): IncidentNow {
  return {
    ...now, title: title ?? now.title, summary: summary ?? now.summary, state: state ?? now.state, severity: severity ?? now.severity, reopened: reopened ?? now.reopened,
    roles: { ...now.roles, ...roles }, times: { ...now.times, ...times },
  };
}
