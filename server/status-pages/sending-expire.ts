import { subscriberLimits } from '@/lib/status-pages/subscribers';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';

const batch = 5_000;
const keptMs = 30 * 86_400_000;

/**
 * Deletes who did not confirm in time and who subscribed to an incident that has been over for 30 days, with what waits for them, and messages that were settled 30 days ago. At most
 * 5,000 of each a call. `nowMs` is in milliseconds since 1970.
 */
export function expireSubscribers(database: Pick<Database, 'withTenant'>, tenant: TenantRef, nowMs: number): Promise<{ isMore: boolean }> {
  return database.withTenant(tenant, async (client) => {
    const unconfirmed = await client.query(`delete from status_subscribers where id in (select id from status_subscribers where confirmed_at is null and created_at < $1 limit ${batch})`, [
      new Date(nowMs - subscriberLimits.confirmMs),
    ]);
    const over = await client.query(
      `delete from status_subscribers where id in (select s.id from status_subscribers s join incidents i on i.id = s.incident_id
         where i.state in ('resolved', 'reviewed') and coalesce(i.resolved_at, i.updated_at) < $1 limit ${batch})`,
      [new Date(nowMs - keptMs)],
    );
    const settled = await client.query(`delete from status_messages where id in (select id from status_messages where state in ('sent', 'failed') and created_at < $1 limit ${batch})`, [new Date(nowMs - keptMs)]);
    return { isMore: [unconfirmed, over, settled].some(({ rowCount }) => rowCount === batch) };
  });
}
