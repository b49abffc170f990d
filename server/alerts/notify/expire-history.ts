import type { Database } from '@/server/database/database';
import type { TenantRef } from '@/lib/tenants';

export interface ExpiredHistory {
  deliveries: number;
  alerts: number;
  links: number;
  escalations: number;
  /** Whether there is more to delete: call again. */
  isMore: boolean;
}

const batch = 2_000;
const dayMs = 86_400_000;
const kept = { deliveries: 30 * dayMs, alerts: 365 * dayMs, links: 30 * dayMs, escalations: 30 * dayMs } as const;

/**
 * Deletes what is too old: messages 30 days after they were settled (but not those of a group that goes on, whose end has still to know who got the fire),
 * ended escalations and links after 30 days, alerts with their history 365 days after their end. At most 2,000 of each a call. `nowMs` is in milliseconds since 1970.
 */
export function expireHistory(database: Database, tenant: TenantRef, nowMs: number): Promise<ExpiredHistory> {
  return database.withTenant(tenant, async (client) => {
    const remove = async (table: string, key: string, where: string, keptMs: number) => {
      const { rowCount } = await client.query(`delete from ${table} where ${key} in (select ${key} from ${table} where ${where} limit ${batch})`, [new Date(nowMs - keptMs)]);
      return rowCount ?? 0;
    };
    const deliveries = await remove(
      'deliveries', 'id',
      `created_at < $1 and updated_at < $1 and state in ('delivered', 'dead', 'dropped') and not exists (select from notification_groups g where g.tenant_id = deliveries.tenant_id and g.key = deliveries.group_key)`,
      kept.deliveries,
    );
    const escalations = await remove('escalations', 'id', `ended_at < $1`, kept.escalations);
    const links = await remove('alert_links', 'token_hash', `expires_at < $1`, kept.links);
    const alerts = await remove('alerts', 'id', `starts_at < $1 and resolved_at < $1 and state = 'resolved' and is_settled and not is_active`, kept.alerts);
    return { deliveries, alerts, links, escalations, isMore: [deliveries, alerts, links, escalations].includes(batch) };
  });
}
