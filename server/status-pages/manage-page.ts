import { Slug } from '@/lib/status-pages/address';
import { StatusPageSettings, type StatusPageInput, type StatusPageView } from '@/lib/status-pages/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { isUniqueViolation } from '@/server/database/unique-violation';
import { settingsIn } from '@/server/settings/settings';
import type { HostRules } from './allowed-hosts';
import { checkPage } from './check-page';
import { hostAddress, pageAddress } from './public-address';

interface Verbs {
  database: Database;
  /** Where people reach Nines. */
  url: string;
  config: HostRules;
}

/** The page of the tenant; version 0 and a proposal as long as nothing was saved. */
export function readStatusPage({ database, url }: Pick<Verbs, 'database' | 'url'>, { tenant }: Pick<Caller, 'tenant'>): Promise<StatusPageView> {
  return database.transaction({ kind: 'tenant', tenant }, (tx) => stored(tx, tenant, url));
}

/**
 * Replaces the page and its components. Throws `invalid` for what the tenant does not have and for a name at which the page cannot be, `conflict` when it is not in this version
 * any more, or when its address is another page's.
 */
export async function updateStatusPage(verbs: Verbs, caller: Caller, { version, page }: { version: number; page: StatusPageInput }): Promise<StatusPageView> {
  const { database, url, config } = verbs;
  const { tenant, now } = caller;
  return mutate(database, caller, 'status_page.update', async (tx) => {
    const before = await stored(tx, tenant, url);
    if (before.version !== version) throw versionLost();
    await checkPage(tx, before, page, config);
    const kept = new Set(page.components.map(({ id }) => id));
    const maintenance = page.settings.maintenance.map((each) => ({ ...each, componentIds: each.componentIds.filter((id) => kept.has(id)) }));
    const data = { isOn: page.isOn, slug: page.slug, host: page.host, emailChannelId: page.emailChannelId, settings: { ...page.settings, maintenance }, updatedAt: new Date(now) };
    if (version === 0) await tx.statusPage.create({ data: { ...data, tenantId: tenant.id, createdAt: new Date(now) } });
    else if ((await tx.statusPage.updateMany({ where: { version }, data: { ...data, version: version + 1 } })).count === 0) throw versionLost();
    await storeComponents(tx, tenant.id, page.components);
    const result = await stored(tx, tenant, url);
    return { result, before: version === 0 ? null : auditOf(before), after: auditOf(result) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? taken(error, page) : error;
  });
}

async function storeComponents(tx: Transaction, tenantId: string, components: StatusPageInput['components']): Promise<void> {
  const { id: pageId } = await tx.statusPage.findFirstOrThrow({ select: { id: true } });
  await tx.statusComponent.deleteMany({ where: { pageId, id: { notIn: components.flatMap(({ id }) => id ?? []) } } });
  const rows = components.map(({ id, name, group, description, serviceIds, hasBars }, position) => ({ id, data: { position, name, groupName: group, description, serviceIds, hasBars } }));
  for (const { id, data } of rows) if (id !== null) await tx.statusComponent.update({ where: { id }, data });
  await tx.statusComponent.createMany({ data: rows.filter(({ id }) => id === null).map(({ data }) => ({ ...data, tenantId, pageId })) });
}

async function stored(tx: Transaction, tenant: Caller['tenant'], url: string): Promise<StatusPageView> {
  const row = await tx.statusPage.findFirst({ include: { components: { orderBy: [{ position: 'asc' }, { id: 'asc' }] } } });
  if (!row) return proposal(tenant, url, (await settingsIn(tx, tenant.id, 'organisation')).settings.timeZone ?? undefined);
  const settings = StatusPageSettings.parse(row.settings);
  // What was deleted since is not looked for any more, and must not stand in the way of the next change.
  const [services, windows] = [
    await tx.service.findMany({ where: { id: { in: row.components.flatMap(({ serviceIds }) => serviceIds) } }, select: { id: true } }),
    await tx.maintenanceWindow.findMany({ where: { id: { in: settings.maintenance.map(({ windowId }) => windowId) } }, select: { id: true } }),
  ].map((found) => new Set(found.map(({ id }) => id)));
  return {
    version: row.version, isOn: row.isOn, slug: row.slug, host: row.host, emailChannelId: row.emailChannelId,
    settings: { ...settings, maintenance: settings.maintenance.filter(({ windowId }) => windows?.has(windowId)) },
    components: row.components.map(({ id, name, groupName, description, serviceIds, hasBars }) => ({ id, name, group: groupName, description, serviceIds: serviceIds.filter((each) => services?.has(each)), hasBars })),
    url: pageAddress(url, row.slug), hostUrl: row.host === null ? null : hostAddress(url, row.host),
  };
}

/** It begins with the time zone of the organisation. */
function proposal(tenant: Caller['tenant'], url: string, timeZone: string | undefined): StatusPageView {
  const slug = Slug.safeParse(tenant.slug).success ? tenant.slug : `page-${tenant.number}`;
  return { version: 0, isOn: false, slug, host: null, emailChannelId: null, settings: StatusPageSettings.parse({ name: tenant.name.slice(0, 100) || 'Status', timeZone }), components: [], url: pageAddress(url, slug), hostUrl: null };
}

function auditOf({ version, isOn, slug, host, emailChannelId, settings, components }: StatusPageView) {
  return { version, isOn, slug, host, emailChannelId, settings, components };
}

function versionLost(): AppError {
  return new AppError('conflict', 'The status page was changed by somebody else in the meantime. Load it again and repeat the change.');
}

/** Row-level security hides the other page, and the answer says no more of it than that it is there. */
function taken(error: unknown, { slug, host }: StatusPageInput): AppError {
  const text = JSON.stringify(error instanceof Error && 'meta' in error ? error.meta : null);
  if (text.includes('tenant_id')) return versionLost();
  if (text.includes('host')) return new AppError('conflict', `There is already a status page at ${host ?? ''}. Choose another name.`);
  return new AppError('conflict', `The address ${JSON.stringify(slug)} is taken by another status page. Choose another one.`);
}
