import type { z } from 'zod';
import type { readIncident, updateIncident } from '@/lib/incidents/api';
import { incidentRoles, milestones, type IncidentRole, type Milestone } from '@/lib/incidents/schemas';

/** What the page of an incident knows of it. */
export type IncidentData = z.output<(typeof readIncident)['response']>;

/** What a change sets, without the version that it is made from and without why. */
export type IncidentPatch = Omit<z.input<NonNullable<(typeof updateIncident)['body']>>, 'version' | 'note'>;

/** The roles that a patch gives or takes, in their order. */
export function rolesOf(patch: IncidentPatch): IncidentRole[] {
  return incidentRoles.filter((role) => patch.roles?.[role] !== undefined);
}

/** The times that a patch corrects, in their order. */
export function timesOf(patch: IncidentPatch): Milestone[] {
  return milestones.filter((milestone) => patch.times?.[milestone] !== undefined);
}
