import type { Caller } from '@/lib/context';
import type { IncidentState, StatusPost } from '@/lib/incidents/schemas';
import { StatusPageInput, type StatusPageView } from '@/lib/status-pages/schemas';
import type { Database } from '@/server/database/database';
import type { HostRules } from './allowed-hosts';
import { readStatusPage, updateStatusPage } from './manage-page';
import { publishPost } from './publish-post';

interface World {
  database: Database;
  url: string;
  config: HostRules;
}

/** Saves a page as its form does, with what is said changed. */
export async function savePage(world: World, caller: Caller, changed: Partial<StatusPageInput> & { named?: Partial<StatusPageInput['settings']> }): Promise<StatusPageView> {
  const { version, slug, settings, components, isOn, host, emailChannelId } = await readStatusPage(world, caller);
  const { named, ...rest } = changed;
  return updateStatusPage(world, caller, { version, page: StatusPageInput.parse({ isOn, slug, host, emailChannelId, components, ...rest, settings: { ...settings, ...rest.settings, ...named } }) });
}

/** An incident with as little in it as the database takes. */
export function addIncident(database: Database, tenant: Caller['tenant'], incident: { number: number; title: string; state?: IncidentState; at: number }): Promise<string> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const at = new Date(incident.at);
    const { id } = await tx.incident.create({
      data: { tenantId: tenant.id, number: incident.number, title: incident.title, state: incident.state ?? 'investigating', severity: 'sev1', source: 'person', declaredBy: { kind: 'system', job: 'of a test' }, startedAt: at, joinedAt: at },
    });
    return id;
  });
}

export function post(database: Database, caller: Pick<Caller, 'tenant' | 'now'>, incident: { id: string; state: IncidentState }, told: { post: StatusPost; text: string }): Promise<{ postId: string }> {
  return database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => publishPost(tx, caller, incident, { ...told, entryId: null }));
}
