import type pg from 'pg';
import type { Sample } from '@/lib/metrics/sample';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { advisoryLocks } from './advisory-locks';
import { float8Array, int4Array, int8Array } from './binary-arrays';
import { createPartitions, partitionStarts } from './partitions';
import type { SeriesRegistry } from './series-registry';

const minuteMs = 60_000;
const writeTimeoutMs = 15_000;

interface WriterOptions {
  database: Pick<Database, 'withTenant' | 'owner'>;
  registry: SeriesRegistry;
}

/** Writes samples of one tenant in one transaction; resolved means committed and flushed to disk. Safe to repeat. */
export function createSampleWriter({ database, registry }: WriterOptions) {
  const known = new Set<number>();

  async function ensurePartitions(samples: readonly Sample[]): Promise<void> {
    let first = Infinity;
    let last = -Infinity;
    for (const { at } of samples) {
      if (at < first) first = at;
      if (at > last) last = at;
    }
    const missing = partitionStarts('1s', first, last).filter((start) => !known.has(start));
    if (missing.length === 0) return;
    const client = await database.owner.connect();
    try {
      await createPartitions(client, '1s', missing);
    } finally {
      client.release();
    }
    for (const start of missing) known.add(start);
  }

  return async (tenant: TenantRef, samples: readonly Sample[]): Promise<void> => {
    await ensurePartitions(samples);
    const rows = lastOfEach(await registry.resolve(tenant, samples), samples);
    try {
      await database.withTenant(tenant, async (client) => {
        await client.query(
          `select set_config('synchronous_commit', 'on', true), set_config('statement_timeout', $1, true), pg_advisory_xact_lock_shared($2, $3)`,
          [String(writeTimeoutMs), advisoryLocks.lateness, tenant.number],
        );
        const { rows: progress } = await client.query<{ closed_to: string }>(
          'select closed_to from metrics.rollup_progress where tenant_number = $1',
          [tenant.number],
        );
        await insertRows(client, tenant, rows);
        const late = lateMinutes(rows, Number(progress[0]?.closed_to ?? 0));
        if (late.ids.length === 0) return;
        await client.query(
          `insert into metrics.rollup_pending (tenant_number, series_id, at) select $1, * from unnest($2::int[], $3::bigint[])`,
          [tenant.number, int4Array(late.ids), int8Array(late.times)],
        );
      });
    } catch (error) {
      known.clear();
      throw error;
    }
  };
}

interface Rows {
  ids: number[];
  times: number[];
  values: number[];
}

/**
 * Columns of the samples in the order of the primary key, which is twice as fast to insert as the order of arrival. Of several with the
 * same series and time the last one stays, since a statement may touch a row once.
 */
function lastOfEach(ids: readonly number[], samples: readonly Sample[]): Rows {
  const id = (index: number) => ids[index] ?? 0;
  const at = (index: number) => samples[index]?.at ?? 0;
  const order = Uint32Array.from(ids.keys()).sort((a, b) => id(a) - id(b) || at(a) - at(b) || a - b);
  const rows: Rows = { ids: [], times: [], values: [] };
  order.forEach((index, position) => {
    const next = order[position + 1];
    if (next !== undefined && id(next) === id(index) && at(next) === at(index)) return;
    rows.ids.push(id(index));
    rows.times.push(at(index));
    rows.values.push(samples[index]?.value ?? NaN);
  });
  return rows;
}

/**
 * Inserts without ON CONFLICT first: samples are almost always new, and the look-ups of an upsert cost more than half of the rate.
 * After a duplicate the same rows are written again as an upsert.
 */
async function insertRows(client: pg.ClientBase, tenant: TenantRef, rows: Rows): Promise<void> {
  const insert = `insert into metrics.samples (tenant_number, series_id, at, value) select $1, * from unnest($2::int[], $3::bigint[], $4::float8[])`;
  const values = [tenant.number, int4Array(rows.ids), int8Array(rows.times), float8Array(rows.values)];
  await client.query('savepoint plain_insert');
  try {
    await client.query(insert, values);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error;
    await client.query('rollback to savepoint plain_insert');
    await client.query(`${insert} on conflict (tenant_number, series_id, at) do update set value = excluded.value`, values);
  }
}

/** Series and minutes, each once, of the rows before `closedTo`. */
function lateMinutes(rows: Rows, closedTo: number): Pick<Rows, 'ids' | 'times'> {
  const late = new Map<string, [id: number, minute: number]>();
  rows.times.forEach((at, index) => {
    if (at >= closedTo) return;
    const id = rows.ids[index] ?? 0;
    const minute = Math.floor(at / minuteMs) * minuteMs;
    late.set(`${id}@${minute}`, [id, minute]);
  });
  const entries = [...late.values()];
  return { ids: entries.map(([id]) => id), times: entries.map(([, minute]) => minute) };
}
