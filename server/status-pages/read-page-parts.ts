import type pg from 'pg';
import { z } from 'zod';
import { currentOpening, upcomingOpenings } from '@/lib/alerts/suppression/openings';
import { MaintenanceInput } from '@/lib/alerts/suppression/schemas';
import { checkStates } from '@/lib/checks/states';
import { ComponentState, incidentStates } from '@/lib/incidents/schemas';
import { OrganisationSettings } from '@/lib/settings/organisation-settings';
import { StatusPageSettings } from '@/lib/status-pages/schemas';
import { shownState } from '@/server/checks/check-rows';
import { incidentKey } from './incident-key';

const Page = z.object({ settings: StatusPageSettings, hasChannel: z.boolean(), accent: OrganisationSettings.shape.accent.catch(null) });
const Component = z.object({ id: z.string(), group: z.string(), name: z.string(), description: z.string(), serviceIds: z.array(z.string()), hasBars: z.boolean() });
const Check = z.object({ id: z.string(), serviceId: z.string(), shown: z.enum(checkStates), state: z.enum(checkStates).nullable(), isInMaintenance: z.boolean() });
const Post = z.object({
  id: z.string(), at: z.date(), title: z.string(), state: z.enum(incidentStates), text: z.string(), components: z.array(z.object({ id: z.string(), state: ComponentState })),
  incidentId: z.string(), postedOf: z.string(), isOver: z.boolean(),
}).transform(({ incidentId, postedOf, ...post }) => ({ ...post, key: incidentKey(incidentId), postedKey: incidentKey(postedOf) }));
export type PageComponent = z.infer<typeof Component>;
export type PageCheck = z.infer<typeof Check>;
export type PagePost = z.infer<typeof Post>;

const mostChecks = 5_000;
const mostPosts = 500;
const yearMs = 366 * 86_400_000;
const shownOpenings = 2;
/** What comes later is announced when it is nearer. */
const aheadMs = 30 * 86_400_000;

/** Null where the page was deleted since. */
export async function readPage(client: pg.ClientBase, id: string): Promise<(z.infer<typeof Page> & { components: PageComponent[] }) | null> {
  const { rows } = await client.query(
    `select p.settings, exists (select from notification_channels c where c.id = p.email_channel_id and c.is_enabled) as "hasChannel",
            (select s.settings ->> 'accent' from tenant_settings s where s.tenant_id = p.tenant_id and s.section = 'organisation') as accent
       from status_pages p where p.id = $1`, [id],
  );
  const [page] = z.array(Page).parse(rows);
  if (!page) return null;
  const components = await client.query(
    `select id, group_name as "group", name, description, service_ids as "serviceIds", has_bars as "hasBars" from status_components where page_id = $1 order by position, id`, [id],
  );
  return { ...page, components: z.array(Component).parse(components.rows) };
}

/** The enabled checks of services, as they are at a time in milliseconds since 1970. */
export async function readChecks(client: pg.ClientBase, serviceIds: readonly string[], now: number): Promise<PageCheck[]> {
  if (serviceIds.length === 0) return [];
  const { rows } = await client.query(
    `select c.id, c.service_id as "serviceId", ${shownState} as "shown", s.state, s.maintenance is not null as "isInMaintenance"
     from checks c left join check_states s on s.check_id = c.id where c.service_id = any($2::uuid[]) and c.is_enabled order by c.id limit ${mostChecks}`,
    [new Date(now), serviceIds],
  );
  return z.array(Check).parse(rows);
}

/** What was posted in the last year, the newest first. Of the incidents themselves only which they are, and whether they are over. */
export async function readPosts(client: pg.ClientBase, now: number): Promise<PagePost[]> {
  const { rows } = await client.query(
    `select p.id, p.at, p.title, p.state, p.text, p.components, i.id as "incidentId", coalesce(o.id, i.id) as "postedOf", i.state in ('resolved', 'reviewed') or i.merged_into is not null as "isOver"
     from status_posts p join incidents i on i.id = p.incident_id left join incident_entries e on e.id = p.entry_id left join incidents o on o.id = e.incident_id where p.at > $1 order by p.at desc, p.id desc limit ${mostPosts}`,
    [new Date(now - yearMs)],
  );
  return z.array(Post).parse(rows);
}

/** When windows are open now, and open next. */
export async function readOpenings(client: pg.ClientBase, windowIds: readonly string[], now: number): Promise<Map<string, { startsAt: number; endsAt: number }[]>> {
  if (windowIds.length === 0) return new Map();
  const { rows } = await client.query<{ id: string; settings: unknown }>('select id, settings from maintenance_windows where id = any($1::uuid[])', [windowIds]);
  return new Map(rows.flatMap(({ id, settings }) => {
    const parsed = MaintenanceInput.safeParse(settings);
    if (!parsed.success || !parsed.data.isEnabled) return [];
    const { schedule } = parsed.data;
    const current = currentOpening(schedule, now);
    const upcoming = upcomingOpenings(schedule, now, shownOpenings).filter(({ startsAt }) => startsAt <= now + aheadMs);
    return [[id, current ? [current, ...upcoming] : upcoming] as const];
  }));
}
