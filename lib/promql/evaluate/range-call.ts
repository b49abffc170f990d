import { labelOf, labelSetKey, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { Call, Expr, MatrixSelector, Subquery } from '@/lib/promql/ast';
import { absentLabels } from './absent';
import type { Annotations } from './annotations';
import { withoutParens, type Context } from './context';
import { dropMetadata, quote } from './label-set';
import { createMatrix, duplicateLabelSet, emptyMatrix, haveOneName, type Grid, type Matrix } from './matrix';
import { overTimeFunctions } from './over-time-functions';
import type { RangeFunction, RangeFunctions, Window } from './range-function';
import { evaluateRanges, type RangeSeries, type Ranges } from './range-series';
import { rateFunctions } from './rate-functions';
import { regressionFunctions } from './regression-functions';

const rangeFunctions: RangeFunctions = { ...rateFunctions, ...overTimeFunctions, ...regressionFunctions };

/** The function over ranges that a call names; null for any other. */
export function rangeFunctionOf(call: Call): RangeFunction | null {
  return rangeFunctions[call.func] ?? null;
}

/** Slides the function's window over each series, one value a step. */
export async function evaluateRangeCall(call: Call, func: RangeFunction, grid: Grid, context: Context): Promise<Matrix> {
  let ranged: MatrixSelector | Subquery | null = null;
  const scalars: Float64Array[] = [];
  for (const arg of call.args.map(withoutParens)) {
    if (arg.kind === 'matrixSelector' || arg.kind === 'subquery') ranged = arg;
    else scalars.push(await context.budget.whileHeld(scalars.length * grid.count, () => context.scalar(arg, grid)));
  }
  if (!ranged) return emptyMatrix(grid.count);
  const node = ranged;
  const ranges = await context.budget.whileHeld(scalars.length * grid.count, () => evaluateRanges(node, grid, context));
  const matrix = createMatrix(ranges.series.length, grid.count, context.budget);
  const sources: LabelSet[] = [];
  for (const series of ranges.series) {
    const row: Row = { series, ranges, scalars, grid, step: 0, low: 0, high: 0, hasValue: false };
    while (row.step < grid.count) {
      if (context.budget.spend(slide(call, func, matrix, row, context.annotations))) await context.budget.breathe();
    }
    if (!row.hasValue) continue;
    matrix.labels.push(func.keepsName ? series.labels : dropMetadata(series.labels));
    sources.push(series.labels);
  }
  if (call.func === 'absent_over_time') return absentRow(matrix, ranged, context);
  if (call.func === 'rate' || call.func === 'increase') informOfNonCounters(sources, ranged, context);
  if (!func.keepsName && !haveOneName(sources)) refuseEqualRows(matrix.labels);
  return matrix;
}

/** A series under way through its windows. */
interface Row {
  series: RangeSeries;
  ranges: Ranges;
  scalars: readonly Float64Array[];
  grid: Grid;
  /** The next step, and the window of the one before it. */
  step: number;
  low: number;
  high: number;
  hasValue: boolean;
}

/** Samples that a row may touch in one go: a few windows of a long series can hold more than the rest of a query. */
const samplesInOneGo = 100_000;

/** Fills steps of the row after the last one that has labels; stops where it has touched enough. Returns the samples that it touched. */
function slide(call: Call, func: RangeFunction, matrix: Matrix, row: Row, annotations: Annotations): number {
  const { series, ranges, grid } = row;
  const { times } = series;
  const { firstMs, stepMs } = ranges.looks;
  const length = times.length;
  const minSamples = func.minSamples ?? 1;
  const base = matrix.labels.length * matrix.steps;
  const window: Window = { series, low: 0, high: 0, startMs: 0, endMs: 0, timeMs: 0, step: 0, scalars: row.scalars };
  let { low, high, step } = row;
  let touched = 0;
  for (; step < grid.count && touched < samplesInOneGo; step += 1) {
    const endMs = firstMs + step * stepMs;
    const startMs = endMs - ranges.rangeMs;
    while (high < length && (times[high] ?? 0) <= endMs) high += 1;
    while (low < high && (times[low] ?? 0) <= startMs) low += 1;
    touched += 1 + high - low;
    if (low === high) continue;
    window.low = low;
    window.high = high;
    window.startMs = startMs;
    window.endMs = endMs;
    window.timeMs = grid.startMs + step * grid.stepMs;
    window.step = step;
    func.check?.(window, call, annotations);
    if (high - low < minSamples) continue;
    matrix.values[base + step] = func.compute(window);
    matrix.present[base + step] = 1;
    row.hasValue = true;
  }
  row.low = low;
  row.high = high;
  row.step = step;
  return touched;
}

/** Functions over ranges refuse series that differ in their name alone, even when they never have a value at the same step. */
function refuseEqualRows(sets: readonly LabelSet[]): void {
  if (new Set(sets.map(labelSetKey)).size < sets.length) throw duplicateLabelSet();
}

function informOfNonCounters(sources: readonly LabelSet[], ranged: Expr, { annotations }: Context): void {
  for (const name of new Set(sources.map((set) => labelOf(set, metricName)))) {
    if (name !== '' && !/_(?:total|sum|count|bucket)$/.test(name)) {
      annotations.inform(`metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${quote(name)}`, ranged.span);
    }
  }
}

function absentRow(matrix: Matrix, ranged: MatrixSelector | Subquery, context: Context): Promise<Matrix> {
  const labels = ranged.kind === 'matrixSelector' ? absentLabels(ranged.vector.matchers) : [];
  return absentSteps(matrix, labels, context);
}

/** One series with 1 at the steps where no row of a matrix has a value. */
export async function absentSteps({ steps, labels, present }: Matrix, set: LabelSet, { budget }: Context): Promise<Matrix> {
  const absent = createMatrix(1, steps, budget);
  absent.present.fill(1);
  absent.values.fill(1);
  for (let row = 0; row < labels.length; row += 1) {
    for (let step = 0; step < steps; step += 1) if (present[row * steps + step] === 1) absent.present[step] = 0;
    if (budget.spend(steps)) await budget.breathe();
  }
  return absent.present.includes(1) ? { ...absent, labels: [set] } : emptyMatrix(steps);
}
