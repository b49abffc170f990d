import type { PagedIncident } from '@/lib/incidents/paging';
import type { Incident } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';
import { settingsIn } from './incident-settings';

/** An incident with what its messages say of its severity; one whose severity is not in the settings any more is told by its key. */
export async function pagedIncident(tx: Transaction, incident: Incident): Promise<PagedIncident> {
  const { settings } = await settingsIn(tx);
  const severity = settings.severities.find(({ key }) => key === incident.severity);
  return { ...incident, services: incident.services.map(({ name }) => name), severityName: severity?.name ?? incident.severity, look: severity?.look ?? 'warning' };
}
