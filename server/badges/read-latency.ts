import { isPromqlError } from '@/lib/promql/error';
import type { TenantRef } from '@/lib/tenants';
import type { SlaSources } from '@/server/sla/measured-objectives';

/** More would make a query that is longer than one may be. */
const mostChecks = 200;
const timeoutMs = 10_000;

/**
 * The time in milliseconds within which 95 % of the results of the slowest of some checks came, by `probe_duration_seconds`; what looks at metrics or waits to be called is no
 * answer of a service. Null where there is none, or where it costs more than a query may.
 */
export async function readLatency({ database, metrics }: SlaSources, tenant: TenantRef, checkIds: readonly string[], { now, lengthMs }: { now: number; lengthMs: number }): Promise<number | null> {
  const { rows } = await database.withTenant(tenant, (client) =>
    client.query<{ id: string }>(`select id from checks where id = any($1::uuid[]) and kind not in ('heartbeat', 'promql') order by id limit ${mostChecks}`, [checkIds]),
  );
  if (rows.length === 0) return null;
  const expr = `max(quantile_over_time(0.95, probe_duration_seconds{check_id=~"${rows.map(({ id }) => id).join('|')}"}[${lengthMs}ms]))`;
  try {
    const { result } = await metrics.query(tenant, { expr, timeMs: now, timeoutMs });
    const value = result.type === 'vector' ? result.series[0]?.value : undefined;
    return value === undefined || !Number.isFinite(value) ? null : value * 1_000;
  } catch (error) {
    if (isPromqlError(error) && error.kind === 'execution') return null;
    throw error;
  }
}
