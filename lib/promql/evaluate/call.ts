import type { Call } from '@/lib/promql/ast';
import { absentLabels } from './absent';
import { withoutNames } from './binary';
import { withoutParens, type Context } from './context';
import { dateFunctions } from './date-functions';
import { evaluateHistogramFunction } from './histogram-functions';
import { evaluateInfo } from './info-function';
import { evaluateSelector } from './instant-selector';
import { evaluateLabelJoin, evaluateLabelReplace } from './label-functions';
import { clampTo, mathFunctions, roundTo } from './math-functions';
import { dropEmptyRows, emptyMatrix, matrixOfScalar, type Grid, type Matrix } from './matrix';
import { absentSteps, evaluateRangeCall, rangeFunctionOf } from './range-call';
import { inStretches, secondsOf } from './scalar-steps';
import { evaluateSort } from './sort-functions';

/** A call of a function that gives a vector. */
export async function evaluateCall(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const ranged = rangeFunctionOf(call);
  if (ranged) return evaluateRangeCall(call, ranged, grid, context);
  const ofValue = mathFunctions[call.func] ?? dateFunctions[call.func];
  if (ofValue) return mapValues(await firstVector(call, grid, context), context, ofValue);
  switch (call.func) {
    case 'absent':
      return evaluateAbsent(call, grid, context);
    case 'clamp':
    case 'clamp_max':
    case 'clamp_min':
      return evaluateClamp(call, grid, context);
    case 'round':
      return evaluateRound(call, grid, context);
    case 'timestamp':
      return evaluateTimestamp(call, grid, context);
    case 'vector':
      return evaluateVector(call, grid, context);
    case 'label_replace':
      return evaluateLabelReplace(call, grid, context);
    case 'label_join':
      return evaluateLabelJoin(call, grid, context);
    case 'sort':
    case 'sort_desc':
    case 'sort_by_label':
    case 'sort_by_label_desc':
      return evaluateSort(call, grid, context);
    case 'histogram_quantile':
    case 'histogram_fraction':
      return evaluateHistogramFunction(call, grid, context);
    case 'info':
      return evaluateInfo(call, grid, context);
    default:
      return evaluateOnHistograms(call, grid, context);
  }
}

/** The first argument; without one, the time of evaluation in whole seconds. */
async function firstVector(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const [vector] = call.args;
  if (vector) return context.vector(vector, grid);
  const seconds = await secondsOf(grid, context.budget);
  await inStretches(grid.count, context.budget, (from, to) => {
    for (let step = from; step < to; step += 1) seconds[step] = Math.trunc(seconds[step] ?? 0);
  });
  return matrixOfScalar(seconds);
}

/** Changes every value in place, and drops the names. */
async function mapValues(matrix: Matrix, { budget }: Context, change: (value: number, step: number) => number): Promise<Matrix> {
  const { steps, values, labels } = matrix;
  for (let row = 0; row < labels.length; row += 1) {
    for (let step = 0; step < steps; step += 1) values[row * steps + step] = change(values[row * steps + step] ?? 0, step);
    if (budget.spend(steps * 2)) await budget.breathe();
  }
  return withoutNames(matrix);
}

async function evaluateAbsent(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const matrix = await firstVector(call, grid, context);
  const inner = call.args[0] && withoutParens(call.args[0]);
  return absentSteps(matrix, inner?.kind === 'vectorSelector' ? absentLabels(inner.matchers) : [], context);
}

async function scalarArg(call: Call, index: number, grid: Grid, context: Context, absent: number): Promise<Float64Array> {
  const arg = call.args[index];
  if (arg) return context.scalar(arg, grid);
  context.budget.hold(grid.count);
  return new Float64Array(grid.count).fill(absent);
}

/** Where the lower bound is above the upper one there is no value. */
async function evaluateClamp(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const { budget } = context;
  const matrix = await firstVector(call, grid, context);
  const { steps, values, present, labels } = matrix;
  const bound = (index: number, absent: number) => scalarArg(call, index, grid, context, absent);
  const min = await budget.whileHeld(values.length, () => bound(call.func === 'clamp_max' ? -1 : 1, -Infinity));
  const max = await budget.whileHeld(values.length + min.length, () => bound(call.func === 'clamp_min' ? -1 : call.func === 'clamp' ? 2 : 1, Infinity));
  await inStretches(steps, budget, (from, to) => {
    for (let step = from; step < to; step += 1) {
      if (!((max[step] ?? 0) < (min[step] ?? 0))) continue;
      for (let row = 0; row < labels.length; row += 1) present[row * steps + step] = 0;
    }
  }, 1 + labels.length);
  return mapValues(dropEmptyRows(matrix), context, (value, step) => clampTo(value, min[step] ?? 0, max[step] ?? 0));
}

async function evaluateRound(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const matrix = await firstVector(call, grid, context);
  const toNearest = await context.budget.whileHeld(matrix.values.length, () => scalarArg(call, 1, grid, context, 1));
  return mapValues(matrix, context, (value, step) => roundTo(value, toNearest[step] ?? 1));
}

/** The time of the sample that a selector chose; of any other expression the time of evaluation. */
async function evaluateTimestamp(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const inner = call.args[0] && withoutParens(call.args[0]);
  if (inner?.kind === 'vectorSelector') return withoutNames(await evaluateSelector(inner, grid, context, 'time'));
  const matrix = await firstVector(call, grid, context);
  const seconds = await secondsOf(grid, context.budget);
  return mapValues(matrix, context, (_, step) => seconds[step] ?? 0);
}

async function evaluateVector(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  return matrixOfScalar((await scalarArg(call, 0, grid, context, NaN)).slice());
}

/** Functions of native histograms find none among floats. */
async function evaluateOnHistograms(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  await firstVector(call, grid, context);
  return emptyMatrix(grid.count);
}
