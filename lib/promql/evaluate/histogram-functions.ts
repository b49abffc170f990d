import { labelOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { Call } from '@/lib/promql/ast';
import type { Annotations } from './annotations';
import { bucketFraction, bucketQuantile, type Buckets } from './bucket-quantile';
import type { Context } from './context';
import { dropMetadata, quote, withoutLabels } from './label-set';
import { createMatrix, emptyMatrix, mergeEqualRows, type Grid, type Matrix } from './matrix';
import { formatGeneral } from './number-format';
import { scratchOf } from './quantile';

/** A classic histogram: the rows of its buckets by ascending upper bound. */
interface Histogram {
  labels: LabelSet;
  buckets: { bound: number; row: number }[];
}

/** `histogram_quantile` and `histogram_fraction` of classic histograms: the last argument holds the buckets, those before it are scalars. */
export async function evaluateHistogramFunction(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const vector = call.args.at(-1);
  const scalars: Float64Array[] = [];
  for (const arg of call.args.slice(0, -1)) scalars.push(await context.budget.whileHeld(scalars.length * grid.count, () => context.scalar(arg, grid)));
  const held = scalars.length * grid.count;
  const matrix = vector ? await context.budget.whileHeld(held, () => context.vector(vector, grid)) : emptyMatrix(grid.count);
  if (call.func === 'histogram_quantile') warnOfQuantiles(call, scalars[0] ?? new Float64Array(0), context.annotations);
  const histograms = histogramsOf(matrix, call, context.annotations);
  const result = createMatrix(histograms.length, grid.count, context.budget);
  for (const histogram of histograms) {
    fillRow(call, histogram, scalars, matrix, result, grid, context.annotations);
    result.labels.push(dropMetadata(histogram.labels));
    if (context.budget.spend(grid.count * histogram.buckets.length * 4)) await context.budget.breathe();
  }
  return mergeEqualRows(result);
}

function warnOfQuantiles(call: Call, quantiles: Float64Array, annotations: Annotations): void {
  for (const quantile of new Set(quantiles)) {
    if (quantile >= 0 && quantile <= 1) continue;
    annotations.warn(`quantile value should be between 0 and 1, got ${formatGeneral(quantile)}`, call.args[0]?.span ?? call.span);
  }
}

function histogramsOf({ labels }: Matrix, call: Call, annotations: Annotations): Histogram[] {
  const histograms = new Map<string, Histogram>();
  for (const [row, set] of labels.entries()) {
    const le = labelOf(set, 'le');
    const bound = parseBound(le);
    if (bound === null) {
      annotations.warn(`bucket label "le" is missing or has a malformed value of ${quote(le)}`, call.args.at(-1)?.span ?? call.span);
      continue;
    }
    const rest = withoutLabels(set, ['le']);
    const key = rest.join('\uffff');
    const histogram = histograms.get(key) ?? { labels: withoutLabels(rest, [metricName]), buckets: [] };
    histogram.buckets.push({ bound, row });
    histograms.set(key, histogram);
  }
  for (const { buckets } of histograms.values()) buckets.sort((a, b) => (a.bound < b.bound ? -1 : a.bound > b.bound ? 1 : 0));
  return [...histograms.values()];
}

/** A number as Go's strconv.ParseFloat reads it; null for anything else. */
function parseBound(text: string): number | null {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return NaN;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function fillRow(
  call: Call,
  { buckets: rows }: Histogram,
  scalars: readonly Float64Array[],
  { values, present, steps }: Matrix,
  result: Matrix,
  grid: Grid,
  annotations: Annotations,
): void {
  const base = result.labels.length * steps;
  const room = scratchOf(rows.length * 2);
  const buckets: Buckets = { bounds: room.subarray(0, rows.length), counts: room.subarray(rows.length, rows.length * 2), length: 0 };
  for (let step = 0; step < steps; step += 1) {
    let length = 0;
    for (const { bound, row } of rows) {
      if (present[row * steps + step] === 0) continue;
      buckets.bounds[length] = bound;
      buckets.counts[length] = values[row * steps + step] ?? 0;
      length += 1;
    }
    if (length === 0) continue;
    buckets.length = length;
    result.present[base + step] = 1;
    if (call.func === 'histogram_fraction') {
      result.values[base + step] = bucketFraction(scalars[0]?.[step] ?? NaN, scalars[1]?.[step] ?? NaN, buckets);
      continue;
    }
    const { value, forced } = bucketQuantile(scalars[0]?.[step] ?? NaN, buckets);
    result.values[base + step] = value;
    if (forced) annotations.informForcedMonotonicity(forced, grid.startMs + step * grid.stepMs, call.args.at(-1)?.span ?? call.span);
  }
}
