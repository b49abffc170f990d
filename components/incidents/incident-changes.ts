import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident, IncidentSeverity, IncidentState } from '@/lib/incidents/schemas';
import { incidentName, incidentStateWord, namesShort, severityShown } from './incident-words';

/** What is done to an incident from a list or the board; the time is that of the browser. */
export type ShownChange = { kind: 'acknowledge'; atMs: number } | { kind: 'move'; atMs: number; state: IncidentState; note: string };

/** Whether it is open and nobody has said yet that they are on it. */
export function isUnacknowledged({ state, times }: Pick<Incident, 'state' | 'times'>): boolean {
  return isOpen(state) && times.acknowledged === null;
}

/** The incident as it will be once the server agrees. */
export function changeIncident(incident: Incident, change: ShownChange): Incident {
  const times = { ...incident.times, acknowledged: incident.times.acknowledged ?? change.atMs };
  if (change.kind === 'acknowledge') return { ...incident, times };
  return { ...incident, state: change.state, times: { ...times, resolved: isOpen(change.state) ? null : (times.resolved ?? change.atMs) } };
}

/** The incidents with one of them changed; the same list when it is not among them. */
export function changeAmong(incidents: Incident[], id: string, change: ShownChange): Incident[] {
  return incidents.some((each) => each.id === id) ? incidents.map((each) => (each.id === id ? changeIncident(each, change) : each)) : incidents;
}

/** What came of it, as a sentence. */
export function doneWords(incident: Incident, change: ShownChange): string {
  return change.kind === 'acknowledge' ? `${incidentName(incident)} is acknowledged.` : `${incidentName(incident)} is now ${incidentStateWord[change.state].toLowerCase()}.`;
}

/** That nothing was done, and why. */
export function refusedWords(incident: Incident, change: ShownChange, why: string): string {
  return `${incidentName(incident)} was not ${change.kind === 'acknowledge' ? 'acknowledged' : 'moved'}. ${why}`;
}

/** What somebody else changed between two readings of an incident, as sentences. */
export function overtakenWords(before: Incident, now: Incident, severities: readonly IncidentSeverity[]): string {
  const changes: string[] = [];
  if (before.state !== now.state) changes.push(`it is ${incidentStateWord[now.state].toLowerCase()} now, no longer ${incidentStateWord[before.state].toLowerCase()}`);
  if (before.severity !== now.severity) changes.push(`its severity is ${severityShown(severities, now.severity).name}`);
  if (before.title !== now.title) changes.push(`it is called ${now.title}`);
  if (before.roles.lead?.id !== now.roles.lead?.id) changes.push(now.roles.lead ? `${now.roles.lead.name} leads it` : 'nobody leads it any more');
  if (before.times.acknowledged === null && now.times.acknowledged !== null) changes.push('it is acknowledged');
  const names = (incident: Incident) => incident.services.map(({ name }) => name).toSorted();
  if (names(before).join('\n') !== names(now).join('\n')) changes.push(`it touches ${namesShort(names(now)) || 'no service'}`);
  if (now.mergedInto) changes.push(`it was merged into #${now.mergedInto.number}`);
  return changes.length === 0 ? 'Somebody else changed it just before. Look at it and try again.' : `Somebody else was faster: ${changes.join(', ')}. Try again if you still want to.`;
}
