import type pg from 'pg';
import { z } from 'zod';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import type { Directory } from '@/lib/alerts/notify/plan-types';
import { compileRoutes, type CompiledRoutes } from '@/lib/alerts/notify/routing';
import { defaultRoute, Route } from '@/lib/alerts/notify/schemas';
import { compileMatchers } from '@/lib/alerts/matchers';
import { PolicySettings, ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import { AlertActor, AlertMatchers, type AlertMatcher } from '@/lib/alerts/schemas';
import { MaintenanceInput, SuppressionRules } from '@/lib/alerts/suppression/schemas';
import { compileSuppression, type CompiledSuppression } from '@/lib/alerts/suppression/suppress';
import { messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';

/** What a tenant set up that decides about notifications, ready to be asked. */
export interface NotifyConfig {
  routes: CompiledRoutes;
  suppression: CompiledSuppression;
  directory: Directory;
  /** The same as long as nothing of it changed. */
  signature: string;
}

interface Rows {
  routing: { version: number; settings: unknown } | null;
  silences: { id: string; version: number; matchers: unknown; startsAt: number; endsAt: number; comment: string; createdBy: unknown }[];
  maintenance: { id: string; version: number; settings: unknown }[];
  rules: { version: number; settings: unknown } | null;
  channels: { id: string; name: string; kind: string; isEnabled: boolean }[];
  policies: { id: string; settings: unknown }[];
  schedules: { id: string; settings: unknown }[];
  people: { id: string; name: string; email: string; isDeactivated: boolean }[];
}

const most = 10_000;
const query = `select
  (select json_build_object('version', version, 'settings', settings) from notification_routing limit 1) as routing,
  (select coalesce(json_agg(json_build_object('id', id, 'version', version, 'matchers', matchers, 'startsAt', floor(extract(epoch from starts_at) * 1000)::bigint,
     'endsAt', floor(extract(epoch from ends_at) * 1000)::bigint, 'comment', comment, 'createdBy', created_by) order by id), '[]')
     from (select * from silences where ends_at > $1 order by ends_at limit ${most}) s) as silences,
  (select coalesce(json_agg(json_build_object('id', id, 'version', version, 'settings', settings) order by id), '[]') from (select * from maintenance_windows order by id limit ${most}) m) as maintenance,
  (select json_build_object('version', version, 'settings', settings) from suppression_rules limit 1) as rules,
  (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'kind', kind, 'isEnabled', is_enabled) order by name), '[]') from (select * from notification_channels order by name limit ${most}) c) as channels,
  (select coalesce(json_agg(json_build_object('id', id, 'settings', settings)), '[]') from (select * from escalation_policies order by id limit ${most}) p) as policies,
  (select coalesce(json_agg(json_build_object('id', id, 'settings', settings)), '[]') from (select * from on_call_schedules order by id limit ${most}) o) as schedules,
  (select coalesce(json_agg(json_build_object('id', u.id, 'name', coalesce(u.name, u.email), 'isDeactivated', m.is_deactivated, 'email', coalesce(
       (select c.address from user_contacts c where c.user_id = u.id and c.kind = 'email' and c.verified_at is not null and c.id::text = u.notifications ->> 'pageContactId'), u.email))), '[]')
     from (select user_id, deactivated_at is not null as is_deactivated from memberships where tenant_id = $2 order by created_at limit ${most}) m join users u on u.id = m.user_id) as people`;

/**
 * The settings of the client's tenant as they are at `nowMs`. What was read before is taken again where nothing of it changed. A row that cannot be read is
 * logged and left out; for routing the default tree is taken then, which sends nothing anywhere.
 */
export async function loadConfig(client: pg.ClientBase, tenantId: string, nowMs: number, log: Log, before: NotifyConfig | null): Promise<NotifyConfig> {
  const { rows } = await client.query<Rows>(query, [new Date(nowMs), tenantId]);
  const [row] = rows;
  if (!row) throw new Error('The settings of notifications cannot be read.');
  const signature = JSON.stringify([
    row.routing?.version, row.rules?.version, row.silences.map(({ id, version }) => [id, version]), row.maintenance.map(({ id, version }) => [id, version]),
    row.channels, row.policies, row.schedules, row.people,
  ]);
  if (before?.signature === signature) return before;
  const read = <T>(schema: z.ZodType<T>, value: unknown, what: string): T[] => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return [parsed.data];
    log.error({ what, reason: z.prettifyError(parsed.error) }, 'a setting of notifications cannot be read and is left out');
    return [];
  };
  const made = <T>(make: () => T, what: string): T[] => {
    try {
      return [make()];
    } catch (error) {
      log.error({ what, reason: messageOf(error) }, 'a setting of notifications cannot be used and is left out');
      return [];
    }
  };
  const isUsable = (matchers: AlertMatcher[], what: string) => made(() => compileMatchers(matchers), what).length > 0;
  const routing = row.routing ? read(Route, row.routing.settings, 'notification routing') : [];
  const [routes = compileRoutes(defaultRoute)] = routing.flatMap((route) => made(() => compileRoutes(route), 'notification routing'));
  const rules = row.rules ? read(SuppressionRules, row.rules.settings, 'suppression rules') : [];
  const silences = row.silences.flatMap(({ matchers, createdBy, ...silence }) => {
    const what = `silence ${silence.id}`;
    const [parsed] = read(z.object({ matchers: AlertMatchers, createdBy: AlertActor }), { matchers, createdBy }, what);
    return parsed && isUsable(parsed.matchers, what) ? [{ ...silence, ...parsed }] : [];
  });
  const maintenance = row.maintenance.flatMap(({ id, settings }) => {
    const what = `maintenance window ${id}`;
    return read(MaintenanceInput, settings, what).flatMap((parsed) => (isUsable(parsed.matchers, what) ? { id, settings: parsed } : []));
  });
  const suppressed = { silences, maintenance };
  const [suppression = compileSuppression({ ...suppressed, rules: { inhibitions: [], dependencies: [] } })] = rules.flatMap((each) => made(() => compileSuppression({ ...suppressed, rules: each }), 'suppression rules'));
  const byId = <T>(schema: z.ZodType<T>, all: Rows['policies'], what: string) =>
    new Map(all.flatMap(({ id, settings }) => read(schema, settings, `${what} ${id}`).map((parsed) => [id, parsed] as const)));
  return {
    signature,
    routes,
    suppression,
    directory: {
      channels: new Map(row.channels.map((channel) => [channel.id, { ...channel, isPersonal: channelKindOf(channel.kind)?.isPersonal ?? false }])),
      people: new Map(row.people.map((person) => [person.id, person])),
      policies: byId(PolicySettings, row.policies, 'escalation policy'),
      schedules: byId(ScheduleSettings, row.schedules, 'on-call schedule'),
    },
  };
}
