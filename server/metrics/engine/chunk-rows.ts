import type pg from 'pg';
import { AppError } from '@/lib/errors';
import { headerOf } from '@/lib/metrics/chunk/chunk';
import type { Block } from '@/lib/metrics/head/mem-series';
import { bytesArray, int4Array, int8Array } from '../binary-arrays';
import { writeFailureOf } from '../write-failure';
import { inTenant } from './tenant-pool';

export type DayTable = 'rollups_5m' | 'rollups_1h';

interface StoredRow {
  seriesId: number;
  fromMs: number;
  data: Uint8Array;
}

export interface SealedChunk extends Block {
  seriesId: number;
}

const readTimeoutMs = 15_000;
const readAttempts = 3;

/** The chunks of some series of a tenant that begin in [fromMs, toMs), by series and time. */
export async function readChunks(pool: pg.Pool, tenant: number, seriesIds: readonly number[], fromMs: number, toMs: number): Promise<SealedChunk[]> {
  const rows = await readRows(pool, 'chunks', tenant, seriesIds, fromMs, toMs);
  return rows.map(({ seriesId, data }) => ({ seriesId, bytes: data, ...headerOf(data) }));
}

export async function readRows(
  pool: pg.Pool,
  table: 'chunks' | DayTable,
  tenant: number,
  seriesIds: readonly number[],
  fromMs: number,
  toMs: number,
): Promise<StoredRow[]> {
  const rows = await reading(() => inTenant(pool, tenant, async (client) => {
    await client.query(`set local statement_timeout = ${readTimeoutMs}`);
    const found = await client.query<[number, string, Buffer]>({
      text: `select series_id, from_ms, data from metrics.${table}
             where tenant_number = $1 and series_id = any ($2::int[]) and from_ms >= $3 and from_ms < $4
             order by series_id, from_ms`,
      values: [tenant, int4Array(seriesIds), fromMs, toMs],
      rowMode: 'array',
    });
    return found.rows;
  }));
  return rows.map(([seriesId, at, data]) => ({ seriesId, fromMs: Number(at), data }));
}

/** A lost connection is noticed when it is used: another one may be good. Throws AppError `unavailable` when none is. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (writeFailureOf(error) !== 'transient') throw error;
      if (attempt === readAttempts) throw new AppError('unavailable', 'Samples could not be read: the database does not answer. Ask again.', { cause: error, retryAfterSeconds: 5 });
    }
  }
}

/** Writes rows of one tenant; a row of the same series and time is replaced. */
export async function writeRows(client: pg.ClientBase, table: 'chunks' | DayTable, tenant: number, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `insert into metrics.${table} (tenant_number, series_id, from_ms, data)
     select $1, * from unnest($2::int[], $3::bigint[], $4::bytea[])
     on conflict (tenant_number, series_id, from_ms) do update set data = excluded.data`,
    [tenant, int4Array(rows.map((row) => row.seriesId)), int8Array(rows.map((row) => row.fromMs)), bytesArray(rows.map((row) => row.data))],
  );
}

/** Removes the chunks of one series that begin in [fromMs, toMs). */
export async function removeChunks(client: pg.ClientBase, tenant: number, seriesId: number, fromMs: number, toMs: number): Promise<void> {
  await client.query('delete from metrics.chunks where tenant_number = $1 and series_id = $2 and from_ms >= $3 and from_ms < $4', [
    tenant,
    seriesId,
    fromMs,
    toMs,
  ]);
}
