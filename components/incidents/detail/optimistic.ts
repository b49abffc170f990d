import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident } from '@/lib/incidents/schemas';
import { rolesOf, type IncidentPatch } from './incident-data';

/** The incident as it is shown before the server has answered. Its version stays: that one is the server's to give. */
export function patchIncident(incident: Incident, patch: IncidentPatch, people: readonly { id: string; name: string }[], nowMs: number): Incident {
  const { roles: _roles, times: _times, isAcknowledged, ...plain } = patch;
  const roles = { ...incident.roles };
  for (const role of rolesOf(patch)) {
    const id = patch.roles?.[role] ?? null;
    const person = people.find((each) => each.id === id);
    roles[role] = id === null ? null : person ? { id: person.id, name: person.name } : roles[role];
  }
  const times = { ...incident.times, ...patch.times };
  const isTaken = isAcknowledged === true || plain.state !== undefined || (patch.roles?.lead ?? null) !== null;
  if (isTaken && isOpen(incident.state)) times.acknowledged ??= nowMs;
  if (plain.state === 'resolved') times.resolved = nowMs;
  if (plain.state !== undefined && isOpen(plain.state) && !isOpen(incident.state)) times.resolved = null;
  return { ...incident, ...plain, roles, times };
}
