import type pg from 'pg';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { lowerBound } from '@/lib/metrics/head/lower-bound';
import type { Resolution } from '@/lib/metrics/metric-store';
import { dayMs, metricRetention } from '@/lib/metrics/retention';
import { joinRollups, rollUp, sliceRollup, type RolledSeries } from '@/lib/metrics/rollup/roll-up';
import { decodeRollup } from '@/lib/metrics/rollup/rollup-row';
import type { SeriesData, Selection } from '@/lib/promql/source';
import { readRows } from './chunk-rows';
import { tooManySamples } from './sample-budget';
import type { TenantState } from './tenant-state';

interface RollupSource {
  pool: pg.Pool;
  tenant: TenantState;
  /** Days before this are rolled up. */
  rolledTo: (tenant: number) => number;
  raw: (found: readonly MemSeries[], window: { fromMs: number; toMs: number }) => Promise<SeriesData[]>;
}

const fetchedAtOnce = 200;

/** Roll-ups of a window: stored ones for the days that are rolled up, and for the last days made from samples on the way. */
export async function readRollups(
  source: RollupSource,
  found: readonly MemSeries[],
  { fromMs, toMs }: Pick<Selection, 'fromMs' | 'toMs'>,
  resolution: Exclude<Resolution, 'raw'>,
  maxSamples: number,
): Promise<SeriesData[]> {
  const { pool, tenant } = source;
  const rolledTo = Math.max(source.rolledTo(tenant.number), Math.floor(fromMs / dayMs) * dayMs);
  const read: SeriesData[] = [];
  let left = maxSamples;
  for (let start = 0; start < found.length; start += fetchedAtOnce) {
    const piece = found.slice(start, start + fetchedAtOnce);
    const parts = new Map<MemSeries, RolledSeries[]>(piece.map((series) => [series, []]));
    const byId = new Map(piece.map((series) => [series.id, series]));
    const firstDay = Math.floor(fromMs / dayMs) * dayMs;
    if (firstDay < rolledTo) {
      const until = Math.min(rolledTo, toMs + 1);
      for (const row of await readRows(pool, resolution === '5m' ? 'rollups_5m' : 'rollups_1h', tenant.number, [...byId.keys()], firstDay, until)) {
        const series = byId.get(row.seriesId);
        if (series) parts.get(series)?.push(decodeRollup(row.data));
      }
    }
    if (toMs >= rolledTo) {
      const recent = await source.raw(piece, { fromMs: Math.max(fromMs, rolledTo), toMs });
      const byLabels = new Map(piece.map((series) => [series.labels, series]));
      for (const { labels, times, values } of recent) {
        const series = byLabels.get(labels);
        const known = series ? parts.get(series) : undefined;
        known?.push(rollUp(times, values, metricRetention[resolution].widthMs, known.at(-1)?.last.at(-1) ?? null));
      }
    }
    for (const [series, pieces] of parts) {
      const joined = joinRollups(pieces);
      const from = lowerBound(joined.times, joined.times.length, fromMs);
      const rolled = sliceRollup(joined, from, lowerBound(joined.times, joined.times.length, toMs + 1));
      left -= rolled.times.length;
      if (left < 0) throw tooManySamples();
      if (rolled.times.length > 0) read.push(dataOf(series, rolled));
    }
  }
  return read;
}

function dataOf(series: MemSeries, { times, last, ...rollup }: RolledSeries): SeriesData {
  return { labels: series.labels, times, values: last, rollup };
}
