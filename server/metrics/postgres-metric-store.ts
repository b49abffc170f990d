import { AppError } from '@/lib/errors';
import { planRead, type ReadPlan } from '@/lib/metrics/retention';
import { metricLimits } from '@/lib/metrics/schemas';
import type { MetricStore, Selection, SeriesQuery } from '@/lib/metrics/store';
import { checkTimes } from '@/lib/metrics/validate';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { createReadGate } from './read-gate';
import { selectPoints } from './select-points';
import { selectSeries } from './select-series';
import { createSeriesCache } from './series-cache';
import { createSeriesRegistry } from './series-registry';
import { createWriteQueue } from './write-queue';
import { createSampleWriter } from './write-samples';

export interface PostgresMetricStore extends MetricStore {
  /** Samples waiting, samples refused by a full queue since the start, series in the cache. */
  stats(): { queued: number; dropped: number; seriesCached: number };
  /** Resolves when every append is settled; for shutting down. */
  drain(): Promise<void>;
}

interface StoreOptions {
  database: Pick<Database, 'withTenant' | 'owner'>;
  log: Log;
  clock?: () => number;
  /** Lower than the product's limits in tests. */
  limits?: { activeSeries?: number; queuedSamples?: number };
}

const cachedSeries = 200_000;
const readTimeoutMs = 5_000;

/** Samples in PostgreSQL: a second of resolution while recent, roll-ups after. Times must lie within the bounds of a push. */
export function createPostgresMetricStore({ database, log, clock = Date.now, limits = {} }: StoreOptions): PostgresMetricStore {
  const cache = createSeriesCache(cachedSeries, clock);
  const registry = createSeriesRegistry({ database, cache, clock, activeSeriesLimit: limits.activeSeries });
  const queue = createWriteQueue({ write: createSampleWriter({ database, registry }), log, maxQueued: limits.queuedSamples });
  const gate = createReadGate();
  return {
    append: async (tenant, samples) => {
      checkTimes(samples, clock(), (index) => `samples.${index}`);
      await queue.push(tenant, samples);
    },
    select: async (tenant, query) => {
      const plan = planRead(query, clock());
      checkPointsPerSeries(plan);
      return gate(tenant.number, () => selectWithin(database, tenant, query, plan));
    },
    stats: () => ({ ...queue.stats(), seriesCached: cache.size() }),
    drain: () => queue.drain(),
  };
}

async function selectWithin(database: StoreOptions['database'], tenant: TenantRef, query: SeriesQuery, plan: ReadPlan): Promise<Selection> {
  try {
    return await database.withTenant(tenant, async (client) => {
      await client.query(`select set_config('statement_timeout', $1, true)`, [String(readTimeoutMs)]);
      const found = await selectSeries(client, tenant, query.matchers, plan.fromMs);
      if (found.series.length === 0) return { resolution: plan.resolution, series: [] };
      checkPoints(plan, found.series.length);
      const points = await selectPoints(client, tenant, found, plan, query.aggregation);
      const series = found.series.flatMap(({ id, name, labels }) => {
        const own = points.get(id);
        return own ? [{ name, labels, ...own }] : [];
      });
      return { resolution: plan.resolution, series };
    });
  } catch (error) {
    throw translate(error);
  }
}

function checkPointsPerSeries(plan: ReadPlan): void {
  const points = (plan.toMs - plan.fromMs) / plan.stepMs;
  // Growing to whole steps may add one at each end.
  if (points <= metricLimits.pointsPerSeries + 2) return;
  throw tooMany(`${points} points a series; the limit is ${metricLimits.pointsPerSeries}`);
}

function checkPoints(plan: ReadPlan, seriesCount: number): void {
  const points = ((plan.toMs - plan.fromMs) / plan.stepMs) * seriesCount;
  if (points <= metricLimits.pointsPerQuery) return;
  throw tooMany(`${points} points of ${seriesCount} series; the limit is ${metricLimits.pointsPerQuery}`);
}

function tooMany(what: string): AppError {
  const message = `This query would return ${what}. Use a larger step, a shorter window or a narrower selector.`;
  return new AppError('invalid', message, { issues: [{ path: 'query.step', message }] });
}

function translate(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === '57014') {
    const message = `The query took longer than ${readTimeoutMs / 1_000} s. Use a shorter window, a larger step or a narrower selector.`;
    return new AppError('unavailable', message, { cause: error, retryAfterSeconds: 5, issues: [{ path: 'query.selector', message }] });
  }
  if (code === '2201B') {
    const message = 'A regular expression of the selector is too complex. Make it shorter.';
    return new AppError('invalid', message, { cause: error, issues: [{ path: 'query.selector', message }] });
  }
  return error;
}
