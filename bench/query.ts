import { pathToFileURL } from 'node:url';
import type { SeriesQuery, MetricStore } from '@/lib/metrics/store';
import type { TenantRef } from '@/lib/tenants';
import { withScratchStore } from './scratch-store';

export interface QueryTimes {
  name: string;
  points: number;
  p50Ms: number;
  p95Ms: number;
}

const minute = 60_000;
const seriesCount = 60;

/** Stores 55 minutes of 60 series, a sample a second, for `measureQueries` to read. */
export async function seedQueries(store: MetricStore, tenant: TenantRef, nowMs: number): Promise<void> {
  for (let start = nowMs - 55 * minute; start < nowMs; start += 5 * minute) {
    const samples = Array.from({ length: seriesCount * 300 }, (_, index) => ({
      name: 'bench_query',
      labels: { n: String(index % seriesCount) },
      at: start + Math.floor(index / seriesCount) * 1_000,
      value: Math.random() * 100,
    }));
    await store.append(tenant, samples);
  }
}

/** Range queries over what `seedQueries` stored, one after the other. */
export async function measureQueries(store: MetricStore, tenant: TenantRef, nowMs: number, rounds = 100): Promise<QueryTimes[]> {
  const query = (label: string | null, durationMs: number, stepMs: number): SeriesQuery => ({
    matchers: [
      { label: '__name__', operator: '=', value: 'bench_query' },
      ...(label === null ? [] : [{ label: 'n', operator: '=', value: label } as const]),
    ],
    fromMs: nowMs - durationMs,
    toMs: nowMs,
    stepMs,
    aggregation: 'avg',
  });
  const queries: [string, SeriesQuery][] = [
    ['1 series, 1 h by 10 s', query('7', 60 * minute, 10_000)],
    ['1 series, 1 h by 1 m', query('7', 60 * minute, minute)],
    ['60 series, 15 min by 1 s', query(null, 15 * minute, 1_000)],
    ['60 series, 15 min by 5 s', query(null, 15 * minute, 5_000)],
    ['60 series, 24 h by 5 m', query(null, 24 * 60 * minute, 5 * minute)],
  ];
  const results: QueryTimes[] = [];
  for (const [name, each] of queries) {
    const times: number[] = [];
    let points = 0;
    for (let round = 0; round < rounds; round += 1) {
      const startedMs = performance.now();
      const { series } = await store.select(tenant, each);
      times.push(performance.now() - startedMs);
      points = series.reduce((total, { values }) => total + values.length, 0);
    }
    times.sort((a, b) => a - b);
    results.push({ name, points, p50Ms: times[Math.floor(rounds * 0.5)] ?? NaN, p95Ms: times[Math.floor(rounds * 0.95)] ?? NaN });
  }
  return results;
}

/** One line of the report. */
export function queryLine({ name, points, p50Ms, p95Ms }: QueryTimes): string {
  return `range query           ${name}: ${points} points, p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms   target p95 < 50 ms`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const nowMs = Date.now();
  const times = await withScratchStore(async ({ store, tenant, maintain }) => {
    await seedQueries(store, tenant, nowMs);
    await maintain();
    return measureQueries(store, tenant, nowMs);
  });
  for (const each of times) console.log(queryLine(each));
}
