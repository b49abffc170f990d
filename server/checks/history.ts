import type { z } from 'zod';
import { uptimeOfBars } from '@/lib/checks/bars';
import type { listHeartbeatBars, readCheckHistory as historyEndpoint } from '@/lib/checks/api';
import { phases } from '@/lib/checks/states';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { labelOf } from '@/lib/metrics/labels';
import type { MetricStore, QueryResult } from '@/lib/metrics/metric-store';
import { isPromqlError } from '@/lib/promql/error';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { noSuchCheck } from './checks';
import { readBars } from './span-bars';

interface Parts {
  database: Database;
  metrics: MetricStore;
}

type History = z.input<(typeof historyEndpoint)['response']>;

const hourMs = 3_600_000;
const ranges = {
  '1h': { lengthMs: hourMs, bars: 60 },
  '24h': { lengthMs: 24 * hourMs, bars: 96 },
  '7d': { lengthMs: 7 * 24 * hourMs, bars: 84 },
  '30d': { lengthMs: 30 * 24 * hourMs, bars: 90 },
  '90d': { lengthMs: 90 * 24 * hourMs, bars: 90 },
} as const;
export type HistoryRange = keyof typeof ranges;

/** Bars and response times of a check until now. Throws `not_found`, and `unavailable` for a check that changed too often to be shown. */
export async function readCheckHistory({ database, metrics }: Parts, { tenant, now }: Caller, id: string, range: HistoryRange): Promise<History> {
  const { lengthMs, bars: count } = ranges[range];
  const bars = await database.withTenant(tenant, async (client) => {
    const { rows } = await client.query('select from checks where id = $1', [id]);
    if (rows.length === 0) throw noSuchCheck();
    const found = (await readBars(client, [{ id, checks: [id] }], { fromMs: now - lengthMs, toMs: now }, count)).get(id);
    if (!found) throw new AppError('unavailable', 'The check changed too often in this time to be shown. Ask for a shorter time.');
    return found;
  });
  return { bars, uptimePercent: uptimeOfBars(bars), latency: await latencyOf(metrics, tenant, { id, now, lengthMs, stepMs: lengthMs / count }) };
}

/** Bars of checks, or of services by the worst of their checks. What is not there is left out, and what changed too often to be shown. */
export async function readHeartbeatBars({ database }: Pick<Parts, 'database'>, { tenant, now }: Caller, { of, ids, range }: z.output<NonNullable<(typeof listHeartbeatBars)['query']>>): Promise<z.input<(typeof listHeartbeatBars)['response']>> {
  const { lengthMs, bars: count } = ranges[range];
  return database.withTenant(tenant, async (client) => {
    const { rows } = of === 'checks'
      ? await client.query<{ id: string; checks: string[] }>('select id, array[id] as checks from checks where id = any($1::uuid[]) order by id', [ids])
      : await client.query<{ id: string; checks: string[] }>(
          'select v.id, array(select c.id from checks c where c.service_id = v.id and c.is_enabled order by c.id limit 1000) as checks from services v where v.id = any($1::uuid[]) order by v.id', [ids]);
    const barsOf = await readBars(client, rows, { fromMs: now - lengthMs, toMs: now }, count);
    return { items: [...barsOf].map(([id, bars]) => ({ id, bars, uptimePercent: uptimeOfBars(bars) })) };
  });
}

interface Window {
  id: string;
  now: number;
  lengthMs: number;
  stepMs: number;
}

/** Of all series that the check had: a check that is renamed has new ones. */
async function latencyOf(store: MetricStore, tenant: TenantRef, { id, now, lengthMs, stepMs }: Window): Promise<History['latency']> {
  const times = Array.from({ length: Math.round(lengthMs / stepMs) }, (_, index) => Math.round(now - lengthMs + (index + 1) * stepMs));
  const startMs = times[0] ?? now;
  const overTime = (metric: string, ms: number) => `${metric}{check_id=${JSON.stringify(id)}}[${Math.round(ms)}ms]`;
  const range = (expr: string) => answerOf(store.queryRange(tenant, { expr, startMs, endMs: now, stepMs: Math.round(stepMs) }));
  const quantile = async (share: number) => {
    const result = await answerOf(store.query(tenant, { expr: `max(quantile_over_time(${share}, ${overTime('probe_duration_seconds', lengthMs)}))`, timeMs: now }));
    const value = result?.type === 'vector' ? result.series[0]?.value : undefined;
    return value === undefined || !Number.isFinite(value) ? null : value * 1_000;
  };
  const [average, byPhase, p50Ms, p95Ms, p99Ms] = await Promise.all([
    range(`avg(avg_over_time(${overTime('probe_duration_seconds', stepMs)}))`),
    range(`avg by (phase) (avg_over_time(${overTime('probe_phase_duration_seconds', stepMs)}))`),
    quantile(0.5), quantile(0.95), quantile(0.99),
  ]);
  const found = phases.flatMap((phase) => {
    const averageMs = valuesAt(byPhase, times, startMs, stepMs, phase);
    return averageMs.some((value) => value !== null) ? [{ phase, averageMs }] : [];
  });
  return { times, averageMs: valuesAt(average, times, startMs, stepMs, ''), p50Ms, p95Ms, p99Ms, phases: found };
}

/** What costs more than a query may is left out; the bars are shown all the same. */
async function answerOf(asked: Promise<{ result: QueryResult }>): Promise<QueryResult | null> {
  try {
    return (await asked).result;
  } catch (error) {
    if (isPromqlError(error) && error.kind === 'execution') return null;
    throw error;
  }
}

function valuesAt(result: QueryResult | null, times: readonly number[], startMs: number, stepMs: number, phase: string): (number | null)[] {
  const values = times.map((): number | null => null);
  const series = result?.type === 'matrix' ? result.series.find(({ labels }) => labelOf(labels, 'phase') === phase) : undefined;
  series?.times.forEach((time, index) => {
    const value = series.values[index] ?? Number.NaN;
    const place = Math.round((time - startMs) / stepMs);
    if (place >= 0 && place < values.length && Number.isFinite(value)) values[place] = value * 1_000;
  });
  return values;
}
