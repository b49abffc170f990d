import type pg from 'pg';
import type { Resolution } from '@/lib/metrics/metric-store';
import { metricRetention } from '@/lib/metrics/retention';
import { advisoryLocks } from '../advisory-locks';

export const tableOf = { raw: 'chunks', '5m': 'rollups_5m', '1h': 'rollups_1h' } as const satisfies Record<Resolution, string>;
export type PartitionedTable = (typeof tableOf)[Resolution];

const widthOf: Record<PartitionedTable, number> = {
  chunks: metricRetention.raw.partitionMs,
  rollups_5m: metricRetention['5m'].partitionMs,
  rollups_1h: metricRetention['1h'].partitionMs,
};

export interface Partition {
  table: PartitionedTable;
  name: string;
  fromMs: number;
  toMs: number;
}

/** The partitions of the metric tables, made as the owner when rows need them; their bounds are in their names. */
export class Partitions {
  private readonly known: Record<PartitionedTable, Set<number>> = { chunks: new Set(), rollups_5m: new Set(), rollups_1h: new Set() };

  constructor(private readonly owner: pg.Pool) {}

  async load(): Promise<void> {
    for (const table of Object.values(tableOf)) for (const { fromMs } of await this.list(table)) this.known[table].add(fromMs);
  }

  /** Start of the oldest partition; Infinity without any. */
  oldest(table: PartitionedTable): number {
    return Math.min(Infinity, ...this.known[table]);
  }

  async ensure(table: PartitionedTable, times: readonly number[]): Promise<void> {
    const width = widthOf[table];
    const starts = new Set<number>();
    for (const timeMs of times) starts.add(Math.floor(timeMs / width) * width);
    for (const start of starts) {
      if (this.known[table].has(start)) continue;
      await this.create(table, start);
      this.known[table].add(start);
    }
  }

  /** Oldest first. */
  async list(table: PartitionedTable): Promise<Partition[]> {
    const { rows } = await this.owner.query<{ name: string }>(
      `select child.relname as name from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = $1::regclass`,
      [`metrics.${table}`],
    );
    return rows
      .map(({ name }) => {
        const fromMs = Number(name.slice(name.lastIndexOf('_p') + 2));
        return { table, name, fromMs, toMs: fromMs + widthOf[table] };
      })
      .sort((a, b) => a.fromMs - b.fromMs);
  }

  /** Waits shortly for the lock: a long reader must not hold up the writers that would queue behind. The next round tries again. */
  async drop({ table, name, fromMs }: Partition): Promise<void> {
    await inTransaction(this.owner, async (client) => {
      await client.query(`set local lock_timeout = '2s'`);
      await client.query(`drop table metrics.${name}`);
    });
    this.known[table].delete(fromMs);
  }

  private async create(table: PartitionedTable, startMs: number): Promise<void> {
    const name = `${table}_p${startMs}`;
    await inTransaction(this.owner, async (client) => {
      await client.query('select pg_advisory_xact_lock($1, 0)', [advisoryLocks.partitions]);
      const { rows } = await client.query('select 1 from pg_class where relnamespace = $1::regnamespace and relname = $2', ['metrics', name]);
      if (rows.length > 0) return;
      // Names and bounds are made of a constant and an integer: DDL takes no parameters.
      await client.query(`create table metrics.${name} (like metrics.${table} including all)`);
      await client.query(`alter table metrics.${name} enable row level security, force row level security`);
      await client.query(
        `alter table metrics.${table} attach partition metrics.${name} for values from (${startMs}) to (${startMs + widthOf[table]})`,
      );
    });
  }
}

async function inTransaction(pool: pg.Pool, run: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await run(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    client.release(broken);
  }
}
