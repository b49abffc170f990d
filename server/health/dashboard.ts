import type { Caller } from '@/lib/context';
import { drawnMetrics, healthCharts, maxLinesByLabel } from '@/lib/health/charts';
import { lineKey } from '@/lib/health/frame';
import { windowBetween, windowOf, type TimeWindow } from '@/lib/health/ranges';
import { chartsOfTicks, sparklinesOf } from '@/lib/health/recent';
import type { ChartLineReport, ChartReport, DashboardQuery, HealthDashboard } from '@/lib/health/schemas';
import { selectBuckets, type BucketSeries } from '@/server/metrics/select-buckets';
import { runtime } from '@/server/runtime';

/** What Overview shows, in one answer: the live view from memory, longer windows from the store. */
export async function healthDashboard(caller: Caller, query: DashboardQuery): Promise<HealthDashboard> {
  const { health, metrics } = runtime();
  const frame = health.frameFor(caller);
  const sparklines = sparklinesOf(health.ticks(), frame.at);
  const custom = query.from !== undefined && query.to !== undefined;
  const range = custom ? 'custom' : (query.range ?? 'live');
  const window = custom ? windowBetween(query.from ?? 0, query.to ?? 0) : windowOf(range === 'custom' ? 'live' : range, frame.at);
  if (range === 'live') {
    return { frame, sparklines, range, window, resolution: 'raw', charts: chartsOfTicks(health.ticks(), window) };
  }
  const selection = await selectBuckets(metrics, caller.tenant, {
    names: drawnMetrics,
    matchers: `instance=${JSON.stringify(frame.instance)}`,
    ...window,
    toMs: window.toMs + window.stepMs,
    aggregation: 'avg',
  });
  return { frame, sparklines, range, window, resolution: selection.resolution, charts: chartsOfSeries(selection.series, window) };
}

function chartsOfSeries(series: readonly BucketSeries[], window: TimeWindow): ChartReport[] {
  return healthCharts.map((chart) => {
    const lines = mergeByKey(chart.lines.flatMap((line) => {
      const by = 'by' in line ? line.by : undefined;
      const matching = series.filter(
        (each) => each.name === line.metric && Object.entries(line.labels).every(([key, value]) => each.labels[key] === value),
      );
      return matching.map((each): ChartLineReport => {
        const label = by ? (each.labels[by] ?? '') : line.label;
        return { key: lineKey(chart.id, label), label, values: onGrid(each, window) };
      });
    }));
    const shown = lines.length > maxLinesByLabel ? [...lines].sort((a, b) => lastOf(b) - lastOf(a)).slice(0, maxLinesByLabel) : lines;
    return { id: chart.id, lines: shown, leftOut: lines.length - shown.length };
  });
}

/** A mount that changed its device in the window is two series and one line. */
function mergeByKey(lines: readonly ChartLineReport[]): ChartLineReport[] {
  const merged = new Map<string, ChartLineReport>();
  for (const line of lines) {
    const known = merged.get(line.key);
    merged.set(line.key, known ? { ...line, values: known.values.map((value, index) => value ?? line.values[index] ?? null) } : line);
  }
  return [...merged.values()];
}

function onGrid(series: BucketSeries, window: TimeWindow): (number | null)[] {
  const values = new Array<number | null>(Math.floor((window.toMs - window.fromMs) / window.stepMs) + 1).fill(null);
  series.times.forEach((time, index) => {
    const slot = Math.floor((time - window.fromMs) / window.stepMs);
    const value = series.values[index];
    if (value !== undefined && slot >= 0 && slot < values.length) values[slot] = Number(value.toPrecision(6));
  });
  return values;
}

function lastOf(line: ChartLineReport): number {
  return line.values.findLast((value) => value !== null) ?? Number.NEGATIVE_INFINITY;
}
