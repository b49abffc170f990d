import type pg from 'pg';
import type { Bar } from '@/lib/checks/api';
import { uptimeOfBars } from '@/lib/checks/bars';
import type { ComponentState } from '@/lib/incidents/schemas';
import { dayOfBar } from '@/lib/status-pages/days';
import { incidentsOf } from '@/lib/status-pages/incidents';
import type { PublicComponent, PublicMaintenance, PublicPage } from '@/lib/status-pages/public-page';
import type { StatusPageSettings } from '@/lib/status-pages/schemas';
import { stateOfChecks, stateOfServices, type ShownState } from '@/lib/status-pages/states';
import type { Database } from '@/server/database/database';
import type { DayBars } from './read-bars';
import type { ListedPage } from './page-list';
import { readChecks, readOpenings, readPage, readPosts, type PageCheck, type PageComponent } from './read-page-parts';

/** A page without where it is shown. */
export type PageContent = Omit<PublicPage, 'address' | 'base' | 'isBehind'>;

interface Now {
  posted: ReadonlyMap<string, ComponentState>;
  inMaintenance: ReadonlySet<string>;
  checks: ReadonlyMap<string, readonly PageCheck[]>;
  bars: ReadonlyMap<string, readonly { day: string; bar: Bar }[]>;
}

/** All that the public may read of a page at a time in milliseconds since 1970. Null where the page was deleted since. */
export function readPublicPage(database: Pick<Database, 'withTenant'>, { id, tenant }: ListedPage, dayBars: DayBars, now: number): Promise<PageContent | null> {
  return database.withTenant(tenant, async (client) => {
    const page = await readPage(client, id);
    if (!page) return null;
    const { settings, components, accent } = page;
    const names = new Map(components.map((each) => [each.id, each.name]));
    const { incidents, posted } = incidentsOf(await readPosts(client, now), names);
    const { maintenance, inMaintenance } = await readMaintenance(client, settings, names, now);
    const checks = await readChecksOf(client, components, now);
    const shown = new Map(components.filter(({ hasBars, serviceIds }) => hasBars && serviceIds.length > 0).map((each) => [each.id, checksOfComponent(each, checks)]));
    const bars = await dayBars.read(client, shown, settings.timeZone, now);
    return {
      name: settings.name, description: settings.description, accent, timeZone: settings.timeZone, links: settings.links, supportUrl: settings.supportUrl, uptime: settings.uptime,
      historyDays: settings.historyDays, isIndexed: settings.isIndexed, canSubscribeByEmail: page.hasChannel,
      components: components.map((each) => componentOf(each, { posted, inMaintenance, checks, bars })),
      incidents, maintenance, asOf: now,
    };
  });
}

function componentOf(component: PageComponent, { posted, inMaintenance, checks, bars }: Now): PublicComponent {
  const { id, name, group, description, serviceIds } = component;
  const days = bars.get(id) ?? null;
  const checked: ShownState = stateOfServices(serviceIds.flatMap((service) => (checks.has(service) ? [stateOfChecks(checks.get(service) ?? [])] : [])));
  return {
    name, group, description, state: posted.get(id) ?? (inMaintenance.has(id) ? 'maintenance' : serviceIds.length === 0 ? 'operational' : checked),
    days: days && days.map(({ day, bar }) => dayOfBar(day, bar)), uptimePercent: days && uptimeOfBars(days.map(({ bar }) => bar)),
  };
}

async function readChecksOf(client: pg.ClientBase, components: readonly PageComponent[], now: number): Promise<Map<string, PageCheck[]>> {
  const found = new Map<string, PageCheck[]>();
  for (const check of await readChecks(client, [...new Set(components.flatMap(({ serviceIds }) => serviceIds))], now)) found.set(check.serviceId, [...(found.get(check.serviceId) ?? []), check]);
  return found;
}

function checksOfComponent({ serviceIds }: PageComponent, checks: ReadonlyMap<string, readonly PageCheck[]>): string[] {
  return [...new Set(serviceIds.flatMap((id) => checks.get(id) ?? []).map(({ id }) => id))];
}

async function readMaintenance(client: pg.ClientBase, { maintenance: chosen }: StatusPageSettings, names: ReadonlyMap<string, string>, now: number): Promise<{ maintenance: PublicMaintenance[]; inMaintenance: Set<string> }> {
  const openings = await readOpenings(client, chosen.map(({ windowId }) => windowId), now);
  const inMaintenance = new Set<string>();
  const maintenance = chosen.flatMap(({ windowId, title, text, componentIds }) =>
    (openings.get(windowId) ?? []).map((opening): PublicMaintenance => {
      if (opening.startsAt <= now) for (const id of componentIds) inMaintenance.add(id);
      return { title, text, components: componentIds.flatMap((id) => names.get(id) ?? []), ...opening };
    }),
  );
  return { maintenance: maintenance.sort((a, b) => a.startsAt - b.startsAt), inMaintenance };
}
