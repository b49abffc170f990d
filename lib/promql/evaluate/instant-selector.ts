import { bitsOf, isStale } from '@/lib/metrics/stale';
import type { Resolution } from '@/lib/metrics/metric-store';
import type { SeriesData } from '@/lib/promql/source';
import type { VectorSelector } from '@/lib/promql/ast';
import type { Context } from './context';
import { createMatrix, type Grid, type Matrix } from './matrix';
import { lookTimes, type LookTimes } from './windows';

/** The last sample of a bucket may be as old as two buckets, since the bucket after it may not be complete. */
const rollupLookbackMs: Record<Resolution, number> = { raw: 0, '5m': 600_000, '1h': 7_200_000 };

/**
 * The latest sample of each series at each step, at most the lookback old; none after a stale marker. With `takes` of `time` the value is
 * the sample's own time, in seconds.
 */
export async function evaluateSelector(selector: VectorSelector, grid: Grid, context: Context, takes: 'value' | 'time' = 'value'): Promise<Matrix> {
  return latestSamples(context, { node: selector, looks: lookTimes(selector, grid, context), grid, takes });
}

export interface LatestSamples {
  /** What the series were fetched for. */
  node: Parameters<Context['fetched']>[0];
  looks: LookTimes;
  grid: Grid;
  takes: 'value' | 'time';
}

export async function latestSamples(context: Context, { node, looks, grid, takes }: LatestSamples): Promise<Matrix> {
  const { series, resolution } = context.fetched(node);
  const lookbackMs = Math.max(context.lookbackMs, rollupLookbackMs[resolution]);
  const matrix = createMatrix(series.length, grid.count, context.budget);
  for (const each of series) {
    if (fillRow(each, matrix, looks, lookbackMs, takes)) matrix.labels.push(each.labels);
    if (context.budget.spend(grid.count + each.times.length)) await context.budget.breathe();
  }
  return matrix;
}

/** Fills the row after the last one that has labels; false when no step has a value. */
function fillRow({ times, values }: SeriesData, matrix: Matrix, looks: LookTimes, lookbackMs: number, takes: 'value' | 'time'): boolean {
  const { steps, present } = matrix;
  const target = matrix.values;
  const { firstMs, stepMs } = looks;
  const length = times.length;
  const base = matrix.labels.length * steps;
  let bits: Uint32Array | null = null;
  let next = 0;
  let nextMs = length > 0 ? (times[0] ?? 0) : Infinity;
  let timeMs = -Infinity;
  let found = false;
  for (let step = 0; step < steps; step += 1) {
    const lookMs = firstMs + step * stepMs;
    while (nextMs <= lookMs) {
      timeMs = nextMs;
      next += 1;
      nextMs = next < length ? (times[next] ?? 0) : Infinity;
    }
    if (timeMs <= lookMs - lookbackMs) continue;
    const value = values[next - 1] ?? 0;
    if (value !== value) {
      bits ??= bitsOf(values);
      if (isStale(bits, next - 1)) continue;
    }
    target[base + step] = takes === 'value' ? value : timeMs / 1000;
    present[base + step] = 1;
    found = true;
  }
  return found;
}
