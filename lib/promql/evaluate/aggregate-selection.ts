import type { Aggregate } from '@/lib/promql/ast';
import { PromqlError } from '@/lib/promql/error';
import type { Context } from './context';
import { groupRows, type Groups } from './grouping';
import { hashOffset } from './label-hash';
import { dropEmptyRows, emptyMatrix, type Matrix } from './matrix';
import { formatGeneral } from './number-format';
import { ValueHeap } from './value-heap';

/** `topk`, `bottomk`, `limitk` and `limit_ratio`: some of the series themselves. At one step, `topk` and `bottomk` order them. */
export async function evaluateSelection(expr: Aggregate, matrix: Matrix, params: Float64Array, context: Context): Promise<Matrix> {
  const max = params.reduce((greatest, param) => Math.max(greatest, Number.isNaN(param) ? -Infinity : param), -Infinity);
  const min = params.reduce((least, param) => Math.min(least, Number.isNaN(param) ? Infinity : param), Infinity);
  const hasNaN = params.some((param) => Number.isNaN(param));
  if (expr.op === 'limit_ratio') {
    if (max === 0 && min === 0) return emptyMatrix(matrix.steps);
    checkRatio(expr, { min, max, hasNaN }, context);
    return limitRatio(matrix, params, context);
  }
  if (max < 1 && !hasNaN) return emptyMatrix(matrix.steps);
  checkCount(min, max, hasNaN);
  const groups = groupRows(expr, matrix.labels);
  if (expr.op === 'limitk') return limitCount(matrix, params, groups, context);
  return selectBest(matrix, params, groups, expr.op === 'topk', context);
}

interface Bounds {
  min: number;
  max: number;
  hasNaN: boolean;
}

function checkCount(min: number, max: number, hasNaN: boolean): void {
  if (hasNaN) throw new PromqlError('execution', 'Parameter value is NaN');
  if (min <= -(2 ** 63)) throw new PromqlError('execution', `Scalar value ${formatGeneral(min)} underflows int64`);
  if (max >= 2 ** 63) throw new PromqlError('execution', `Scalar value ${formatGeneral(max)} overflows int64`);
}

function checkRatio({ param, span }: Aggregate, { min, max, hasNaN }: Bounds, { annotations }: Context): void {
  if (hasNaN) throw new PromqlError('execution', 'Ratio value is NaN');
  const warn = (ratio: number, capped: number) =>
    annotations.warn(`ratio value should be between -1 and 1, got ${formatGeneral(ratio)}, capping to ${capped}`, param?.span ?? span);
  if (max > 1) warn(max, 1);
  if (min < -1) warn(min, -1);
}

async function selectBest(matrix: Matrix, params: Float64Array, { groupOf, labels }: Groups, keepsGreatest: boolean, { budget }: Context): Promise<Matrix> {
  const { steps, values, present } = matrix;
  const rows = matrix.labels.length;
  const heaps = labels.map(() => new ValueHeap(keepsGreatest));
  const order: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const k = Math.min(Math.trunc(params[step] ?? 0), rows);
    for (const heap of heaps) heap.clear();
    for (let row = 0; row < rows; row += 1) {
      const at = row * steps + step;
      if (present[at] === 0) continue;
      present[at] = 0;
      if (k >= 1) heaps[groupOf[row] ?? 0]?.offer(values[at] ?? 0, row, k);
    }
    for (const heap of heaps) {
      for (const row of heap.rows) present[row * steps + step] = 1;
      if (steps === 1) for (const row of heap.ordered()) order.push(row);
    }
    if (budget.spend(rows * 3)) await budget.breathe();
  }
  return steps === 1 ? inOrder(matrix, order) : dropEmptyRows(matrix);
}

/** The rows named, in that order, of a matrix of one step. */
export function inOrder(matrix: Matrix, rows: readonly number[]): Matrix {
  return {
    steps: 1,
    labels: rows.map((row) => matrix.labels[row] ?? []),
    values: Float64Array.from(rows, (row) => matrix.values[row] ?? 0),
    present: new Uint8Array(rows.length).fill(1),
  };
}

async function limitCount(matrix: Matrix, params: Float64Array, { groupOf, labels }: Groups, { budget }: Context): Promise<Matrix> {
  const { steps, present } = matrix;
  const taken = new Uint32Array(labels.length * steps);
  for (let row = 0; row < matrix.labels.length; row += 1) {
    for (let step = 0; step < steps; step += 1) {
      if (present[row * steps + step] === 0) continue;
      const at = (groupOf[row] ?? 0) * steps + step;
      if ((taken[at] ?? 0) < Math.trunc(params[step] ?? 0)) taken[at] = (taken[at] ?? 0) + 1;
      else present[row * steps + step] = 0;
    }
    if (budget.spend(steps)) await budget.breathe();
  }
  return dropEmptyRows(matrix);
}

/** A series is in a sample by the hash of its labels: always the same ones, and a ratio r and r - 1 together are all. */
async function limitRatio(matrix: Matrix, params: Float64Array, { budget }: Context): Promise<Matrix> {
  const { steps, present } = matrix;
  for (let row = 0; row < matrix.labels.length; row += 1) {
    const offset = hashOffset(matrix.labels[row] ?? []);
    for (let step = 0; step < steps; step += 1) {
      const ratio = Math.max(-1, Math.min(1, params[step] ?? 0));
      const isIn = ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
      if (!isIn) present[row * steps + step] = 0;
    }
    if (budget.spend(steps + 50)) await budget.breathe();
  }
  return dropEmptyRows(matrix);
}
