import type { Database } from '@/server/database/database';
import type { TenantRef } from '@/lib/tenants';

export interface ExpiredHistory {
  deliveries: number;
  alerts: number;
  links: number;
  silences: number;
  escalations: number;
  /** Whether there is more to delete: call again. */
  isMore: boolean;
}

const batch = 2_000;
const dayMs = 86_400_000;
const mostAlerts = 200_000;
const kept = { silences: 90 * dayMs, deliveries: 30 * dayMs, alerts: 365 * dayMs, links: 30 * dayMs, escalations: 30 * dayMs } as const;

/**
 * Deletes what is too old: messages 30 days after they were settled (but of a group that goes on not the last ones, by which its end knows who got the fire, nor those of an incident that goes on),
 * links, ended escalations and those of groups that are gone after 30 days, silences 90 days after their end, alerts with their history 365 days after their
 * end or where there are more than `most` newer ones, but none of an incident that goes on. At most 2,000 of each a call. `nowMs` is in milliseconds since 1970.
 */
export function expireHistory(database: Database, tenant: TenantRef, nowMs: number, most = mostAlerts): Promise<ExpiredHistory> {
  return database.withTenant(tenant, async (client) => {
    const remove = async (table: string, key: string, where: string, keptMs: number) => {
      const { rowCount } = await client.query(`delete from ${table} where ${key} in (select ${key} from ${table} where ${where} limit ${batch})`, [new Date(nowMs - keptMs)]);
      return rowCount ?? 0;
    };
    const deliveries = await remove(
      'deliveries', 'id',
      `created_at < $1 and updated_at < $1 and state in ('delivered', 'dead', 'dropped') and (
         not exists (select from notification_groups g where g.tenant_id = deliveries.tenant_id and g.key = deliveries.group_key)
         or exists (select from deliveries n where n.tenant_id = deliveries.tenant_id and n.recipient_key = deliveries.recipient_key and n.group_key = deliveries.group_key
           and n.position > deliveries.position and (n.state = 'delivered' or deliveries.state <> 'delivered')))
       and not exists (select from incidents i where deliveries.group_key = 'incident:' || i.id and i.state not in ('resolved', 'reviewed'))`,
      kept.deliveries,
    );
    const escalations = await remove('escalations', 'id', `ended_at < $1 or (ended_at is null and created_at < $1 and not exists (select from notification_groups g where g.tenant_id = escalations.tenant_id and g.key = escalations.group_key))`, kept.escalations);
    const links = await remove('alert_links', 'token_hash', `expires_at < $1`, kept.links);
    const silences = await remove('silences', 'id', `ends_at < $1`, kept.silences);
    const isOver = `state = 'resolved' and is_settled and not is_active and not exists (
      select from incident_alerts x join incidents i on i.id = x.incident_id where x.alert_id = alerts.id and i.state not in ('resolved', 'reviewed'))`;
    const old = await remove('alerts', 'id', `starts_at < $1 and resolved_at < $1 and ${isOver}`, kept.alerts);
    const { rowCount: surplus } = await client.query(
      `delete from alerts where id in (select id from alerts where ${isOver} order by starts_at, id limit (select least(${batch}, greatest(0, count(*) - $1)) from alerts where ${isOver}))`,
      [most],
    );
    const alerts = old + (surplus ?? 0);
    return { deliveries, alerts, links, silences, escalations, isMore: [deliveries, old, surplus, links, silences, escalations].includes(batch) };
  });
}
