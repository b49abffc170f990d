import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { windowEnding } from '@/components/explore/explore-window';
import { PromqlFailure } from '@/components/explore/prometheus-answer';
import { queryRange } from '@/components/explore/prometheus-client';
import type { RangeSelection } from '@/components/health/range-selection';
import { maxLinesByLabel } from '@/lib/health/charts';
import { ranges, stepFor, type TimeWindow } from '@/lib/health/ranges';
import type { ChartLineReport, ChartReport } from '@/lib/health/schemas';
import { hostCatalogue } from '@/lib/hosts/catalogue';
import { matchersOfHost, scopeOf } from '@/lib/hosts/expression';
import type { HostChart, HostIdentity } from '@/lib/hosts/source';

export interface HostCharts {
  window: TimeWindow;
  charts: ChartReport[];
}

/** Queries of one page that run at the same time; the server lets a tenant run only a few. */
const atOnce = 3;

/** The charts of a host for a range: one query a line, read again at the pace of the range. */
export function hostChartsQuery(identity: HostIdentity, selection: RangeSelection) {
  return queryOptions({
    queryKey: ['hosts', 'charts', identity, selection],
    queryFn: ({ signal }) => readCharts(identity, windowEnding(selection, null, Date.now()), signal),
    placeholderData: keepPreviousData,
    refetchInterval: selection.kind === 'custom' ? false : Math.min(60_000, Math.max(5_000, stepFor(ranges[selection.name].durationMs))),
    retry: (failures, error) => failures < 2 && error instanceof PromqlFailure && error.kind === 'unavailable',
  });
}

async function readCharts(identity: HostIdentity, window: TimeWindow, signal: AbortSignal): Promise<HostCharts> {
  const source = hostCatalogue[identity.source];
  const scope = scopeOf(source, matchersOfHost(source, identity), window.stepMs);
  const asked = source.charts.flatMap((chart) => chart.lines.map((line) => ({ chart, line })));
  const found = new Map<string, ChartLineReport[]>();
  const waiting = [...asked.keys()];
  const worker = async () => {
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      const next = asked[at];
      if (!next) continue;
      const { series } = await queryRange(next.line.expr(scope), window, signal);
      const lines = series.map(({ labels, times, values }) => {
        const label = next.line.by ? (labels[next.line.by] ?? '') || next.line.label : next.line.label;
        return { key: `${next.chart.id}/${label}`, label, values: onGrid(times, values, window) };
      });
      found.set(`${next.chart.id}:${next.chart.lines.indexOf(next.line)}`, lines);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { window, charts: source.charts.map((chart) => reportOf(chart, chart.lines.flatMap((_, index) => found.get(`${chart.id}:${index}`) ?? []))) };
}

/** Series that share a label, such as a mount that changed its device, are one line. */
function reportOf(chart: HostChart, lines: readonly ChartLineReport[]): ChartReport {
  const merged = new Map<string, ChartLineReport>();
  for (const line of lines) {
    const known = merged.get(line.key);
    merged.set(line.key, known ? { ...line, values: known.values.map((value, index) => value ?? line.values[index] ?? null) } : line);
  }
  const all = [...merged.values()];
  const shown = all.length > maxLinesByLabel ? [...all].sort((a, b) => lastOf(b) - lastOf(a)).slice(0, maxLinesByLabel) : all;
  return { id: chart.id, lines: shown, leftOut: all.length - shown.length };
}

function onGrid(times: readonly number[], values: readonly number[], { fromMs, toMs, stepMs }: TimeWindow): (number | null)[] {
  const grid = new Array<number | null>(Math.floor((toMs - fromMs) / stepMs) + 1).fill(null);
  times.forEach((timeMs, index) => {
    const at = Math.round((timeMs - fromMs) / stepMs);
    const value = values[index];
    if (value !== undefined && Number.isFinite(value) && at >= 0 && at < grid.length) grid[at] = value;
  });
  return grid;
}

function lastOf(line: ChartLineReport): number {
  return line.values.findLast((value) => value !== null) ?? Number.NEGATIVE_INFINITY;
}
