import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';

interface ExpiredChecks {
  events: number;
  spans: number;
  /** Whether there is more to delete: call again. */
  isMore: boolean;
}

const batch = 2_000;
const dayMs = 86_400_000;
export const kept = { events: 90 * dayMs, spans: 400 * dayMs } as const;

/** Deletes changes of state after 90 days and the time line of checks after 400, at most 2,000 of each a call. `nowMs` is in milliseconds since 1970. */
export function expireChecks(database: Database, tenant: TenantRef, nowMs: number): Promise<ExpiredChecks> {
  return database.withTenant(tenant, async (client) => {
    // Check by check, because that is how they are found by an index.
    const { rowCount: events } = await client.query(
      `delete from check_events where id in (
         select old.id from checks c cross join lateral (select id from check_events e where e.check_id = c.id and e.at < $1 limit ${batch}) old limit ${batch})`,
      [new Date(nowMs - kept.events)],
    );
    const { rowCount: spans } = await client.query(
      `delete from check_spans s using (
         select c.id, old.from_at from checks c cross join lateral (select from_at from check_spans e where e.check_id = c.id and e.to_at < $1 limit ${batch}) old limit ${batch}) old
       where s.check_id = old.id and s.from_at = old.from_at`,
      [new Date(nowMs - kept.spans)],
    );
    return { events: events ?? 0, spans: spans ?? 0, isMore: events === batch || spans === batch };
  });
}
