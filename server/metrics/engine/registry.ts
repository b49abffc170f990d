import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { int4Array } from '../binary-arrays';
import { inTenant } from './tenant-pool';

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
  const batch = 10_000;
  for (let start = 0; start < wanted.length; start += batch) await registerBatch(pool, tenant, wanted.slice(start, start + batch));
}

/** Forgets series and what is left of them in the registry. */
export async function forgetSeries(pool: pg.Pool, tenant: number, ids: readonly number[]): Promise<void> {
  const batch = 10_000;
  for (let start = 0; start < ids.length; start += batch) {
    const some = int4Array(ids.slice(start, start + batch));
    await inTenant(pool, tenant, (client) => client.query('delete from metrics.series where tenant_number = $1 and id = any ($2::int[])', [tenant, some]));
  }
}

async function registerBatch(pool: pg.Pool, tenant: number, wanted: readonly MemSeries[]): Promise<void> {
  const byFingerprint = new Map(wanted.map((series) => [fingerprintOf(series.labels), series]));
  const rows = await inTenant(pool, tenant, async (client) => {
    await client.query(
      `insert into metrics.series (tenant_number, labels, fingerprint)
       select $1, labels::jsonb, decode(fingerprint, 'hex') from unnest($2::text[], $3::text[]) as new (labels, fingerprint)
       on conflict (tenant_number, fingerprint) do nothing`,
      [tenant, [...byFingerprint.values()].map((series) => jsonOf(series.labels)), [...byFingerprint.keys()]],
    );
    const found = await client.query<{ id: number; fingerprint: string }>(
      `select id, encode(fingerprint, 'hex') as fingerprint from metrics.series
       where tenant_number = $1 and fingerprint = any (select decode(each, 'hex') from unnest($2::text[]) as each)`,
      [tenant, [...byFingerprint.keys()]],
    );
    return found.rows;
  });
  for (const row of rows) {
    const series = byFingerprint.get(row.fingerprint);
    if (series) series.id = row.id;
  }
  if (wanted.some((series) => series.id === 0)) throw new Error('The registry did not give every series its id.');
}

function fingerprintOf(labels: LabelSet): string {
  return createHash('sha256').update(JSON.stringify(labels)).digest('hex');
}

function jsonOf(labels: LabelSet): string {
  const pairs: string[] = [];
  for (let at = 0; at < labels.length; at += 2) pairs.push(`${JSON.stringify(labels[at])}:${JSON.stringify(labels[at + 1])}`);
  return `{${pairs.join(',')}}`;
}
