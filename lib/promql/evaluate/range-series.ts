import type { LabelSet } from '@/lib/metrics/labels';
import { bitsOf, isStale } from '@/lib/metrics/stale';
import type { MatrixSelector, Subquery } from '@/lib/promql/ast';
import type { RollupColumns, SeriesData } from '@/lib/promql/source';
import type { Context } from './context';
import type { Grid, Matrix } from './matrix';
import { fillSteps } from './scalar-steps';
import { lookTimes, subqueryGrid, type LookTimes } from './windows';

/** The samples of a series that windows slide over: no stale markers, ascending in time. */
export interface RangeSeries {
  labels: LabelSet;
  times: Float64Array;
  values: Float64Array;
  rollup: RollupColumns | null;
}

/** What a range selector or a subquery gives: series, and where the window of each step ends. Windows are open on the left. */
export interface Ranges {
  series: RangeSeries[];
  looks: LookTimes;
  rangeMs: number;
}

export async function evaluateRanges(node: MatrixSelector | Subquery, grid: Grid, context: Context): Promise<Ranges> {
  if (node.kind === 'matrixSelector') {
    const { series } = context.fetched(node);
    return { series: series.map(withoutStaleMarkers), looks: lookTimes(node.vector, grid, context), rangeMs: node.rangeMs };
  }
  const inner = subqueryGrid(node, grid, context);
  const series = inner.count === 0 ? [] : await seriesOf(await context.vector(node.expr, inner), inner, context);
  return { series, looks: lookTimes(node, grid, context), rangeMs: node.rangeMs };
}

function withoutStaleMarkers(data: SeriesData): RangeSeries {
  const { labels, times, values } = data;
  const markers = countStaleMarkers(values);
  if (markers === 0) return { labels, times, values, rollup: data.rollup ?? null };
  const bits = bitsOf(values);
  const kept = values.length - markers;
  const keep = (column: Float64Array) => {
    const copy = new Float64Array(kept);
    let target = 0;
    for (let index = 0; index < values.length; index += 1) {
      if (!isStale(bits, index)) copy[target++] = column[index] ?? 0;
    }
    return copy;
  };
  return { labels, times: keep(times), values: keep(values), rollup: data.rollup ? keepColumns(data.rollup, keep) : null };
}

function countStaleMarkers(values: Float64Array): number {
  let bits: Uint32Array | null = null;
  let markers = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value === value) continue;
    bits ??= bitsOf(values);
    if (isStale(bits, index)) markers += 1;
  }
  return markers;
}

function keepColumns({ count, sum, min, max, first, increase }: RollupColumns, keep: (column: Float64Array) => Float64Array): RollupColumns {
  return { count: keep(count), sum: keep(sum), min: keep(min), max: keep(max), first: keep(first), increase: keep(increase) };
}

async function seriesOf({ labels, values, present, steps }: Matrix, { startMs, stepMs }: Grid, { budget }: Context): Promise<RangeSeries[]> {
  const allTimes = await fillSteps(steps, budget, (step) => startMs + step * stepMs);
  return labels.map((set, row) => {
    const base = row * steps;
    const firstGap = present.indexOf(0, base);
    const all = values.subarray(base, base + steps);
    if (firstGap === -1 || firstGap >= base + steps) return { labels: set, times: allTimes, values: all, rollup: null };
    const isPresent = (_: number, step: number) => present[base + step] === 1;
    return { labels: set, times: allTimes.filter(isPresent), values: all.filter(isPresent), rollup: null };
  });
}
