import type pg from 'pg';
import type { Resolution } from '@/lib/metrics/metric-store';
import { dayMs } from '@/lib/metrics/retention';
import { tableOf, type Partition, type Partitions } from './partitions';

/** Samples and 5-minute roll-ups before these times are dropped; null: nothing was. */
export interface Dropped {
  rawDroppedTo: number | null;
  fiveMinutesDroppedTo: number | null;
}

interface ExpireOptions {
  owner: pg.Pool;
  partitions: Partitions;
  dropped: Dropped;
  nowMs: number;
}

/** Drops the partitions that lie wholly before what is kept; samples only when they are rolled up. Answers their names. */
export async function expire(options: ExpireOptions & { retention: Record<Resolution, number>; rolledTo: number }): Promise<string[]> {
  const { partitions, nowMs, retention, rolledTo } = options;
  const names: string[] = [];
  for (const resolution of ['raw', '5m', '1h'] as const) {
    const limit = nowMs - retention[resolution];
    for (const partition of await partitions.list(tableOf[resolution])) {
      if (partition.toMs > limit || (resolution === 'raw' && partition.toMs > rolledTo)) continue;
      await drop(options, partition);
      names.push(partition.name);
    }
  }
  return names;
}

/**
 * Keeps chunks and roll-ups within a budget of bytes: drops the oldest samples first (never those of today), then the oldest roll-ups.
 * When that is not enough the answer says why nothing more is stored.
 */
export async function enforceBudget(options: ExpireOptions & { budgetBytes: number | null }): Promise<{ dropped: string[]; issue: string | null }> {
  const { partitions, nowMs, budgetBytes } = options;
  if (budgetBytes === null) return { dropped: [], issue: null };
  const names: string[] = [];
  let size = await sizeOf(options.owner);
  for (const resolution of ['raw', '5m', '1h'] as const) {
    for (const partition of await partitions.list(tableOf[resolution])) {
      if (size <= budgetBytes) return { dropped: names, issue: null };
      if (partition.toMs > nowMs - (nowMs % dayMs)) continue;
      await drop(options, partition);
      names.push(partition.name);
      size = await sizeOf(options.owner);
    }
  }
  if (size <= budgetBytes) return { dropped: names, issue: null };
  const issue = `Metrics take ${size} bytes on disk, the budget (METRICS_DISK_BUDGET) is ${budgetBytes}, and nothing older than today is left to drop. Raise the budget or send less.`;
  return { dropped: names, issue };
}

/** Bytes of all tables of metrics, with their indexes. */
async function sizeOf(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ size: string }>(
    `select coalesce(sum(pg_total_relation_size(oid)), 0) as size from pg_class where relnamespace = 'metrics'::regnamespace and relkind = 'r'`,
  );
  return Number(rows[0]?.size ?? 0);
}

async function drop({ owner, partitions, dropped }: ExpireOptions, partition: Partition): Promise<void> {
  await partitions.drop(partition);
  if (partition.table === 'rollups_1h') return;
  if (partition.table === 'chunks') {
    dropped.rawDroppedTo = Math.max(dropped.rawDroppedTo ?? -Infinity, partition.toMs);
    await owner.query('update metrics.checkpoint set raw_dropped_to = $1', [dropped.rawDroppedTo]);
  } else {
    dropped.fiveMinutesDroppedTo = Math.max(dropped.fiveMinutesDroppedTo ?? -Infinity, partition.toMs);
    await owner.query('update metrics.checkpoint set rollups_5m_dropped_to = $1', [dropped.fiveMinutesDroppedTo]);
  }
}
