import type { Binary } from '@/lib/promql/ast';
import { typeOf } from '@/lib/promql/types';
import { evaluateVectorPair } from './binary-vectors';
import type { Context } from './context';
import { dropMetadata } from './label-set';
import { dropEmptyRows, haveOneName, mergeEqualRows, type Grid, type Matrix } from './matrix';
import { arithmetics, comparisons } from './operators';
import { fillSteps } from './scalar-steps';
import { evaluateSetOperator } from './set-operators';

/** A binary expression of which at least one side is a vector. */
export async function evaluateBinary(expr: Binary, grid: Grid, context: Context): Promise<Matrix> {
  const isLeftScalar = typeOf(expr.lhs) === 'scalar';
  if (isLeftScalar || typeOf(expr.rhs) === 'scalar') {
    const matrix = await context.vector(isLeftScalar ? expr.rhs : expr.lhs, grid);
    const scalar = await context.budget.whileHeld(matrix.values.length, () => context.scalar(isLeftScalar ? expr.lhs : expr.rhs, grid));
    return withScalar(expr, matrix, scalar, isLeftScalar, context);
  }
  const left = await context.vector(expr.lhs, grid);
  const right = await context.budget.whileHeld(left.values.length, () => context.vector(expr.rhs, grid));
  if (expr.op === 'and' || expr.op === 'or' || expr.op === 'unless') return evaluateSetOperator(expr, left, right, context);
  return evaluateVectorPair(expr, left, right, context);
}

/** A binary expression between two scalars; comparisons give 1 or 0. */
export async function evaluateScalarBinary({ op, lhs, rhs }: Binary, grid: Grid, context: Context): Promise<Float64Array> {
  const left = await context.scalar(lhs, grid);
  const right = await context.budget.whileHeld(left.length, () => context.scalar(rhs, grid));
  const arithmetic = arithmetics[op];
  const comparison = comparisons[op];
  return fillSteps(left.length, context.budget, (step) => {
    const value = left[step] ?? 0;
    const other = right[step] ?? 0;
    return arithmetic ? arithmetic(value, other) : comparison?.(value, other) ? 1 : 0;
  });
}

async function withScalar(expr: Binary, matrix: Matrix, scalar: Float64Array, isLeftScalar: boolean, { budget }: Context): Promise<Matrix> {
  const { steps, values, present, labels } = matrix;
  const arithmetic = arithmetics[expr.op];
  const comparison = comparisons[expr.op];
  for (let row = 0; row < labels.length; row += 1) {
    const base = row * steps;
    for (let step = 0; step < steps; step += 1) {
      const value = values[base + step] ?? 0;
      const left = isLeftScalar ? (scalar[step] ?? 0) : value;
      const right = isLeftScalar ? value : (scalar[step] ?? 0);
      if (arithmetic) values[base + step] = arithmetic(left, right);
      else if (expr.returnsBool) values[base + step] = comparison?.(left, right) ? 1 : 0;
      else if (!comparison?.(left, right)) present[base + step] = 0;
    }
    if (budget.spend(steps)) await budget.breathe();
  }
  if (arithmetic || expr.returnsBool) return withoutNames(matrix);
  return dropEmptyRows(matrix);
}

/** Drops the names of all series, in place. Throws PromqlError `execution` when two are then equal at the same step. */
export function withoutNames(matrix: Matrix): Matrix {
  const hadOneName = haveOneName(matrix.labels);
  const unnamed = { ...matrix, labels: matrix.labels.map(dropMetadata) };
  return hadOneName ? unnamed : mergeEqualRows(unnamed);
}
