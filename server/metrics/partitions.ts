import type pg from 'pg';
import { metricRetention } from '@/lib/metrics/retention';
import type { Resolution } from '@/lib/metrics/store';
import { advisoryLocks } from './advisory-locks';

const metricTables = { '1s': 'samples', '1m': 'rollups_1m', '1h': 'rollups_1h' } as const satisfies Record<Resolution, string>;

export interface Partition {
  resolution: Resolution;
  name: string;
  fromMs: number;
  toMs: number;
}

/** Starts of the partitions that a span of time touches, both ends included, milliseconds since 1970. */
export function partitionStarts(resolution: Resolution, fromMs: number, toMs: number): number[] {
  const width = metricRetention[resolution].partitionMs;
  const starts: number[] = [];
  for (let start = Math.floor(fromMs / width) * width; start <= toMs; start += width) starts.push(start);
  return starts;
}

/**
 * Makes the partitions that do not exist yet, as the owner. Attaching takes a lock that neither readers nor writers of the parent wait for.
 * May be called by several nodes at once.
 */
export async function createPartitions(client: pg.ClientBase, resolution: Resolution, starts: readonly number[]): Promise<void> {
  if (starts.length === 0) return;
  const existing = new Set((await listPartitions(client, resolution)).map((partition) => partition.fromMs));
  for (const start of starts) if (!existing.has(start)) await createPartition(client, resolution, start);
}

/** Partitions of a resolution, oldest first. Their bounds are in their names. */
export async function listPartitions(client: pg.ClientBase, resolution: Resolution): Promise<Partition[]> {
  const { rows } = await client.query<{ name: string }>(
    `select child.relname as name from pg_inherits
     join pg_class child on child.oid = inhrelid
     where inhparent = $1::regclass`,
    [`metrics.${metricTables[resolution]}`],
  );
  return rows
    .map(({ name }) => {
      const fromMs = Number(name.slice(name.lastIndexOf('_p') + 2));
      return { resolution, name, fromMs, toMs: fromMs + metricRetention[resolution].partitionMs };
    })
    .sort((a, b) => a.fromMs - b.fromMs);
}

async function createPartition(client: pg.ClientBase, resolution: Resolution, startMs: number): Promise<void> {
  const parent = metricTables[resolution];
  const name = `${parent}_p${startMs}`;
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1, 0)', [advisoryLocks.partitions]);
    const { rows } = await client.query('select 1 from pg_class where relnamespace = $1::regnamespace and relname = $2', ['metrics', name]);
    if (rows.length === 0) {
      // Names and bounds are made of a constant and an integer: DDL takes no parameters.
      await client.query(
        `create table metrics.${name} (like metrics.${parent} including all) with (autovacuum_vacuum_insert_threshold = -1)`,
      );
      await client.query(`alter table metrics.${name} enable row level security, force row level security`);
      await client.query(
        `alter table metrics.${parent} attach partition metrics.${name}
         for values from (${startMs}) to (${startMs + metricRetention[resolution].partitionMs})`,
      );
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
