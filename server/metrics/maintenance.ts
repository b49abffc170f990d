import type pg from 'pg';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { advisoryLocks } from './advisory-locks';
import { createPartitionsAhead, dropExpired } from './retention';
import { listMetricTenants, rollUpTenant } from './rollup';

const rollUpEveryMs = 10_000;
const retainEveryMs = 10 * 60_000;
const hourMs = 60 * 60_000;
/** A wall clock that gains this much on the monotonic one between two rounds was set. */
const jumpMs = 5 * 60_000;

interface MaintenanceOptions {
  database: Pick<Database, 'owner'>;
  log: Log;
  clock?: () => number;
}

/** Rolls up every 10 s and expires every 10 min, on the one node that holds the lock. `stop` waits for the round under way. */
export function startMetricMaintenance({ database, log, clock = Date.now }: MaintenanceOptions): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let retainedAt = -Infinity;
  let clockOffsetMs = clock() - performance.now();

  async function round(): Promise<void> {
    try {
      const aheadMs = clock() - performance.now() - clockOffsetMs;
      if (aheadMs > jumpMs) {
        log.warn({ aheadSeconds: Math.round(aheadMs / 1_000) }, 'the clock went ahead; nothing expires for an hour, in case it is wrong');
        retainedAt = performance.now() + hourMs - retainEveryMs;
      }
      clockOffsetMs = clock() - performance.now();
      const isRetentionDue = performance.now() - retainedAt >= retainEveryMs;
      const ran = await maintainMetrics(database.owner, { nowMs: clock(), isRetentionDue, log, isStopped: () => isStopped });
      if (ran && isRetentionDue) retainedAt = performance.now();
    } catch (error) {
      log.error({ err: error }, 'maintenance of metrics failed; it is tried again in 10 s');
    }
    if (!isStopped) timer = setTimeout(next, rollUpEveryMs);
  }
  let underWay = round();
  const next = () => {
    underWay = round();
  };
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

interface Round {
  nowMs: number;
  isRetentionDue: boolean;
  log: Log;
  isStopped?: () => boolean;
}

/** One round; false when another node does it. A tenant that fails does not stop the others. */
export async function maintainMetrics(owner: pg.Pool, { nowMs, isRetentionDue, log, isStopped = () => false }: Round): Promise<boolean> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, 0) as held', [advisoryLocks.maintenance]);
    if (!rows[0]?.held) return false;
    if (isRetentionDue) await createPartitionsAhead(client, nowMs);
    for (const tenant of await listMetricTenants(client)) {
      if (isStopped()) break;
      try {
        await rollUpTenant(client, tenant, nowMs);
      } catch (error) {
        log.error({ err: error, tenant }, 'samples of a tenant could not be rolled up');
      }
    }
    if (isRetentionDue) {
      const dropped = await dropExpired(client, nowMs);
      if (dropped.length > 0) log.info({ dropped }, 'expired partitions of metrics dropped');
    }
    await client.query('select pg_advisory_unlock($1, 0)', [advisoryLocks.maintenance]);
    return true;
  } catch (error) {
    // Ending the session releases the lock.
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}
