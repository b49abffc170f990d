import type { QueryResult } from '@/lib/metrics/metric-store';
import type { MatrixSelector, Subquery } from '@/lib/promql/ast';
import type { Context } from './context';
import { compareLabelSets } from './label-set';
import type { Grid, Matrix } from './matrix';
import { evaluateRanges } from './range-series';
import { lastLook } from './windows';

type VectorResult = Extract<QueryResult, { type: 'vector' }>;
type MatrixResult = Extract<QueryResult, { type: 'matrix' }>;

/** A matrix of one step as an instant vector, in its order. */
export function vectorResult({ labels, values }: Matrix, timeMs: number): VectorResult {
  return { type: 'vector', series: labels.map((set, row) => ({ labels: set, timeMs, value: values[row] ?? 0 })) };
}

/** A matrix as series, in the order of their labels. */
export function matrixResult({ steps, labels, values, present }: Matrix, { startMs, stepMs }: Grid): MatrixResult {
  const series = labels.map((set, row) => {
    const base = row * steps;
    let length = 0;
    for (let step = 0; step < steps; step += 1) length += present[base + step] ?? 0;
    const times = new Float64Array(length);
    const kept = new Float64Array(length);
    let next = 0;
    for (let step = 0; step < steps; step += 1) {
      if (present[base + step] === 0) continue;
      times[next] = startMs + step * stepMs;
      kept[next] = values[base + step] ?? 0;
      next += 1;
    }
    return { labels: set, times, values: kept };
  });
  series.sort((a, b) => compareLabelSets(a.labels, b.labels));
  return { type: 'matrix', series };
}

/** The samples in the one window of a range selector or a subquery. */
export async function rangeResult(expr: MatrixSelector | Subquery, grid: Grid, context: Context): Promise<MatrixResult> {
  const { series, looks, rangeMs } = await evaluateRanges(expr, grid, context);
  const endMs = lastLook(looks, grid);
  const found: MatrixResult['series'] = [];
  for (const { labels, times, values } of series) {
    let low = 0;
    while (low < times.length && (times[low] ?? 0) <= endMs - rangeMs) low += 1;
    let high = low;
    while (high < times.length && (times[high] ?? 0) <= endMs) high += 1;
    if (high > low) found.push({ labels, times: times.slice(low, high), values: values.slice(low, high) });
  }
  found.sort((a, b) => compareLabelSets(a.labels, b.labels));
  return { type: 'matrix', series: found };
}
