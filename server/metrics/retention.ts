import type pg from 'pg';
import { metricRetention } from '@/lib/metrics/retention';
import { metricLimits } from '@/lib/metrics/schemas';
import type { Resolution } from '@/lib/metrics/store';
import { createPartitions, listPartitions, partitionStarts } from './partitions';
import { listMetricTenants, oldestPending, readProgress } from './rollup';
import { inTenantScope } from './tenant-scope';

/** How far ahead partitions exist before any sample needs them. */
const aheadMs: Record<Resolution, number> = { '1s': 2 * 3_600_000, '1m': 12 * 3_600_000, '1h': 30 * 86_400_000 };
const forgetSeriesMs = metricRetention['1h'].keepMs + 86_400_000;
const resolutions = ['1s', '1m', '1h'] as const;

/** Makes the partitions of the near future, as the owner. */
export async function createPartitionsAhead(client: pg.ClientBase, nowMs: number): Promise<void> {
  for (const resolution of resolutions) {
    await createPartitions(client, resolution, partitionStarts(resolution, nowMs - metricLimits.pastMs, nowMs + aheadMs[resolution]));
  }
}

/**
 * Drops the partitions that lie wholly before what is kept, and that are rolled up for every tenant: what was not rolled up during a downtime is
 * kept until it is. Then forgets the series that nothing is kept of. Answers the names of the dropped partitions.
 */
export async function dropExpired(client: pg.ClientBase, nowMs: number): Promise<string[]> {
  const tenants = await listMetricTenants(client);
  const needed = await neededFrom(client, tenants);
  const dropped: string[] = [];
  for (const resolution of resolutions) {
    const limit = Math.min(nowMs - metricRetention[resolution].keepMs, needed[resolution]);
    for (const { name, toMs } of await listPartitions(client, resolution)) {
      if (toMs > limit) continue;
      await dropPartition(client, name);
      dropped.push(name);
    }
  }
  for (const tenant of tenants) {
    await inTenantScope(client, tenant, () =>
      client.query('delete from metrics.series where tenant_number = $1 and last_seen < $2', [tenant, nowMs - forgetSeriesMs]),
    );
  }
  return dropped;
}

/** The oldest time of each resolution that a roll-up still has to read. */
async function neededFrom(client: pg.ClientBase, tenants: readonly number[]): Promise<Record<Resolution, number>> {
  const needed = { '1s': Infinity, '1m': Infinity, '1h': Infinity };
  for (const tenant of tenants) {
    const progress = await readProgress(client, tenant);
    const pending = await oldestPending(client, tenant);
    if (!progress) continue;
    needed['1s'] = Math.min(needed['1s'], progress.rolled1mTo, pending ?? Infinity);
    needed['1m'] = Math.min(needed['1m'], progress.rolled1hTo, pending ?? Infinity);
  }
  return needed;
}

/** Waits shortly for the lock: a long reader must not hold up the writers that would queue behind. The next round tries again. */
async function dropPartition(client: pg.ClientBase, name: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '2s'`);
    await client.query(`drop table metrics.${name}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
