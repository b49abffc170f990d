import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { int4Array } from '../binary-arrays';
import { bytesArray } from '../binary-arrays';
import { inTenant } from './tenant-pool';

interface Registered {
  id: number;
  fingerprint: Buffer;
}

interface KnownSeries {
  tenant: number;
  id: number;
  labels: LabelSet;
  sealedToMs: number | null;
}

/** Every series of every tenant, as the owner. */
export async function* loadSeries(owner: pg.Pool): AsyncGenerator<KnownSeries> {
  const batch = 20_000;
  let tenant = -1;
  let id = -1;
  for (;;) {
    const { rows } = await owner.query<{ tenant: number; id: number; labels: Record<string, string>; sealed: string | null }>(
      `select tenant_number as tenant, id, labels, sealed_to as sealed from metrics.series
       where (tenant_number, id) > ($1, $2) order by tenant_number, id limit ${batch}`,
      [tenant, id],
    );
    for (const row of rows) {
      ({ tenant, id } = row);
      yield { tenant, id, labels: labelSetOf(Object.entries(row.labels)), sealedToMs: row.sealed === null ? null : Number(row.sealed) };
    }
    if (rows.length < batch) return;
  }
}

/** Gives new series of one tenant their ids. Safe to repeat. */
export async function registerSeries(pool: pg.Pool, tenant: number, wanted: readonly MemSeries[]): Promise<void> {
  const batch = 2_000;
  for (let start = 0; start < wanted.length; start += batch) await registerBatch(pool, tenant, wanted.slice(start, start + batch));
}

/** Forgets series and what is left of them in the registry. */
export async function forgetSeries(pool: pg.Pool, tenant: number, ids: readonly number[]): Promise<void> {
  const batch = 2_000;
  for (let start = 0; start < ids.length; start += batch) {
    const some = int4Array(ids.slice(start, start + batch));
    await inTenant(pool, tenant, (client) => client.query('delete from metrics.series where tenant_number = $1 and id = any ($2::int[])', [tenant, some]));
  }
}

async function registerBatch(pool: pg.Pool, tenant: number, wanted: readonly MemSeries[]): Promise<void> {
  const fingerprints = wanted.map((series) => fingerprintOf(series.labels));
  const rows = await inTenant(pool, tenant, async (client) => {
    const added = await client.query<Registered>(
      `insert into metrics.series (tenant_number, labels, fingerprint)
       select $1, labels::jsonb, fingerprint from unnest($2::text[], $3::bytea[]) as new (labels, fingerprint)
       on conflict (tenant_number, fingerprint) do nothing returning id, fingerprint`,
      [tenant, wanted.map((series) => jsonOf(series.labels)), bytesArray(fingerprints)],
    );
    if (added.rows.length === wanted.length) return added.rows;
    // Some were registered by a request whose answer was lost.
    const found = await client.query<Registered>('select id, fingerprint from metrics.series where tenant_number = $1 and fingerprint = any ($2::bytea[])', [tenant, bytesArray(fingerprints)]);
    return found.rows;
  });
  const ids = new Map(rows.map((row) => [row.fingerprint.toString('latin1'), row.id]));
  wanted.forEach((series, index) => {
    const id = ids.get(fingerprints[index]?.toString('latin1') ?? '');
    if (id === undefined) throw new Error('A series was registered and is not there.');
    series.id = id;
  });
}

function fingerprintOf(labels: LabelSet): Buffer {
  return createHash('sha256').update(JSON.stringify(labels)).digest();
}

function jsonOf(labels: LabelSet): string {
  const pairs: string[] = [];
  for (let at = 0; at < labels.length; at += 2) pairs.push(`${JSON.stringify(labels[at])}:${JSON.stringify(labels[at + 1])}`);
  return `{${pairs.join(',')}}`;
}
