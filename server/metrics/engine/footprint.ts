import type pg from 'pg';
import type { Resolution } from '@/lib/metrics/metric-store';
import { BitReader } from '@/lib/metrics/chunk/bit-buffer';
import type { StoredPart } from '@/lib/settings/retention-cost';
import { tableOf, type Partition, type Partitions } from './partitions';

/** What metrics take on disk, with indexes, in bytes. */
export interface Footprint {
  parts: StoredPart[];
  totalBytes: number;
  /** Null while there are too few samples at rest to tell. */
  bytesPerSample: number | null;
  /** What one day of roll-ups of one series takes; null: none is rolled up. */
  bytesPerSeriesDay: { '5m': number | null; '1h': number | null };
}

const sampledRows = 2_000;
const fewestSamples = 10_000;
/** Of PostgreSQL for a row of these tables: header, line pointer, keys and alignment in the heap, and the entry of the index, whose pages are two thirds full. */
const rowBytes = 90;

/** Measures all partitions, and the rows of the newest ones of the tenant by whose transactions `client` reads. */
export async function measureFootprint(owner: pg.Pool, client: pg.ClientBase, partitions: Partitions): Promise<Footprint> {
  const { rows } = await owner.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class where relnamespace = 'metrics'::regnamespace and relkind = 'r'`,
  );
  const sizes = new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
  const found: Record<Resolution, Partition[]> = { raw: await partitions.list(tableOf.raw), '5m': await partitions.list(tableOf['5m']), '1h': await partitions.list(tableOf['1h']) };
  return {
    parts: (['raw', '5m', '1h'] as const).flatMap((resolution) => found[resolution].map(({ name, fromMs, toMs }): StoredPart => ({ resolution, fromMs, toMs, bytes: sizes.get(name) ?? 0 }))),
    totalBytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
    bytesPerSample: await bytesPerSample(client, found.raw),
    bytesPerSeriesDay: { '5m': await bytesPerRow(client, found['5m']), '1h': await bytesPerRow(client, found['1h']) },
  };
}

/** From the two newest days: that of today may have just begun. */
async function bytesPerSample(client: pg.ClientBase, partitions: readonly Partition[]): Promise<number | null> {
  let samples = 0;
  let bytes = 0;
  for (const { fromMs, toMs } of partitions.slice(-2)) {
    const { rows } = await client.query<{ head: Buffer; size: number }>(`select substring(data for 16) as head, octet_length(data) as size from metrics.chunks where from_ms >= $1 and from_ms < $2 limit ${sampledRows}`, [fromMs, toMs]);
    for (const { head, size } of rows) {
      samples += countIn(head);
      bytes += size + rowBytes;
    }
  }
  return samples >= fewestSamples ? bytes / samples : null;
}

/** The count of a chunk from its first bytes; see `encodeChunk`. */
function countIn(head: Uint8Array): number {
  const reader = new BitReader(head);
  reader.byte();
  return reader.varint();
}

/** A row is one day of one series. */
async function bytesPerRow(client: pg.ClientBase, partitions: readonly Partition[]): Promise<number | null> {
  for (const { table, fromMs, toMs } of [...partitions].reverse()) {
    const { rows } = await client.query<{ size: number | null }>(`select avg(size)::float8 as size from (select octet_length(data) as size from metrics.${table} where from_ms >= $1 and from_ms < $2 limit ${sampledRows}) sampled`, [fromMs, toMs]);
    const size = rows[0]?.size ?? null;
    if (size !== null) return size + rowBytes;
  }
  return null;
}
