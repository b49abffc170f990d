import { createHash } from 'node:crypto';
import type pg from 'pg';
import { AppError } from '@/lib/errors';
import { canonicalLabels, canonicalSeries, describeSeries } from '@/lib/metrics/fingerprint';
import { activeSeriesMs } from '@/lib/metrics/retention';
import type { Sample } from '@/lib/metrics/sample';
import { metricLimits } from '@/lib/metrics/schemas';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { advisoryLocks } from './advisory-locks';
import type { SeriesCache } from './series-cache';

export interface SeriesRegistry {
  /** The id of each sample's series, registering the new ones. Throws AppError `invalid` that names the series over the quota. */
  resolve(tenant: TenantRef, samples: readonly Sample[]): Promise<number[]>;
}

interface RegistryOptions {
  database: Pick<Database, 'withTenant'>;
  cache: SeriesCache;
  clock: () => number;
  activeSeriesLimit?: number;
}

interface NewSeries {
  canonical: string;
  fingerprint: Buffer;
  sample: Sample;
}

/** Series are registered in a transaction of their own: an id is cached only when it is committed. */
export function createSeriesRegistry(options: RegistryOptions): SeriesRegistry {
  const { database, cache, clock, activeSeriesLimit = metricLimits.activeSeriesPerTenant } = options;
  return {
    resolve: async (tenant, samples) => {
      const ids = new Array<number>(samples.length);
      const unknown = new Map<string, { sample: Sample; indexes: number[] }>();
      samples.forEach((sample, index) => {
        const canonical = canonicalSeries(sample.name, sample.labels);
        const id = cache.get(tenant.number, canonical);
        if (id !== undefined) ids[index] = id;
        else {
          const seen = unknown.get(canonical);
          if (seen) seen.indexes.push(index);
          else unknown.set(canonical, { sample, indexes: [index] });
        }
      });
      if (unknown.size === 0) return ids;
      const wanted = [...unknown].map(([canonical, { sample }]) => ({ canonical, sample, fingerprint: fingerprintOf(canonical) }));
      const found = await database.withTenant(tenant, (client) => register(client, tenant, wanted, clock(), activeSeriesLimit));
      for (const { canonical, fingerprint } of wanted) {
        const id = found.get(fingerprint.toString('hex'));
        if (id === undefined) throw new Error(`Series ${canonical} was registered and is not there.`);
        cache.set(tenant.number, canonical, id);
        for (const index of unknown.get(canonical)?.indexes ?? []) ids[index] = id;
      }
      return ids;
    },
  };
}

async function register(client: pg.ClientBase, tenant: TenantRef, wanted: readonly NewSeries[], nowMs: number, limit: number): Promise<Map<string, number>> {
  const found = await find(client, tenant, wanted);
  const missing = wanted.filter((series) => !found.has(series.fingerprint.toString('hex')));
  if (missing.length === 0) return found;
  await client.query('select pg_advisory_xact_lock($1, $2)', [advisoryLocks.series, tenant.number]);
  await refuseOverQuota(client, tenant, missing, nowMs, limit);
  // Whole hours, and before anything that may still arrive.
  const startMs = Math.floor((nowMs - metricLimits.pastMs) / 3_600_000 - 1) * 3_600_000;
  await client.query('insert into metrics.rollup_progress values ($1, $2, $2, $2) on conflict do nothing', [tenant.number, startMs]);
  await client.query(
    `insert into metrics.series (tenant_number, name, labels, fingerprint, last_seen)
     select $1, name, labels::jsonb, fingerprint, $5 from unnest($2::text[], $3::text[], $4::bytea[]) as new (name, labels, fingerprint)
     on conflict (tenant_number, fingerprint) do nothing`,
    [
      tenant.number,
      missing.map(({ sample }) => sample.name),
      missing.map(({ sample }) => JSON.stringify(canonicalLabels(sample.labels))),
      missing.map(({ fingerprint }) => fingerprint),
      nowMs,
    ],
  );
  return find(client, tenant, wanted);
}

async function find(client: pg.ClientBase, tenant: TenantRef, wanted: readonly NewSeries[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: number; fingerprint: Buffer }>(
    'select id, fingerprint from metrics.series where tenant_number = $1 and fingerprint = any ($2::bytea[])',
    [tenant.number, wanted.map((series) => series.fingerprint)],
  );
  return new Map(rows.map((row) => [row.fingerprint.toString('hex'), row.id]));
}

async function refuseOverQuota(client: pg.ClientBase, tenant: TenantRef, missing: readonly NewSeries[], nowMs: number, limit: number): Promise<void> {
  const { rows } = await client.query<{ active: number }>(
    'select count(*)::int as active from metrics.series where tenant_number = $1 and last_seen >= $2',
    [tenant.number, nowMs - activeSeriesMs],
  );
  const free = Math.max(0, limit - (rows[0]?.active ?? 0));
  const first = missing[free];
  if (!first) return;
  const series = describeSeries(first.sample.name, first.sample.labels).slice(0, 300);
  const message = `${series} would be one series too many: the limit is ${limit} active series (any sample within 24 hours). Drop a label that has many values.`;
  throw new AppError('invalid', message, { issues: [{ path: 'samples', message }] });
}

function fingerprintOf(canonical: string): Buffer {
  return createHash('sha256').update(canonical).digest();
}
