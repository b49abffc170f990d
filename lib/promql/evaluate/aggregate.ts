import type { Aggregate } from '@/lib/promql/ast';
import { evaluateCountValues } from './aggregate-count-values';
import { aggregateQuantile } from './aggregate-quantile';
import { evaluateSelection } from './aggregate-selection';
import { reducers, type Reduction } from './aggregate-reducers';
import { withoutParens, type Context } from './context';
import { groupRows } from './grouping';
import { createMatrix, emptyMatrix, type Grid, type Matrix } from './matrix';

/** An aggregation over the series of a vector. */
export async function evaluateAggregate(expr: Aggregate, grid: Grid, context: Context): Promise<Matrix> {
  const param = expr.param && withoutParens(expr.param);
  switch (expr.op) {
    case 'count_values':
      return evaluateCountValues(expr, await context.vector(expr.expr, grid), param?.kind === 'string' ? param.value : '', context);
    case 'topk':
    case 'bottomk':
    case 'limitk':
    case 'limit_ratio': {
      const params = param ? await context.scalar(param, grid) : new Float64Array(grid.count);
      return evaluateSelection(expr, await context.budget.whileHeld(params.length, () => context.vector(expr.expr, grid)), params, context);
    }
    case 'quantile': {
      const quantiles = param ? await context.scalar(param, grid) : new Float64Array(grid.count);
      return aggregateQuantile(expr, await context.budget.whileHeld(quantiles.length, () => context.vector(expr.expr, grid)), quantiles, context);
    }
    default:
      return reduce(expr, reducers[expr.op], await context.vector(expr.expr, grid), context);
  }
}

/** Takes the series of each group together, one after the other, at all steps at once. */
async function reduce(expr: Aggregate, reducer: (room: number) => Reduction, matrix: Matrix, { budget }: Context): Promise<Matrix> {
  const { steps, values, present } = matrix;
  if (matrix.labels.length === 0) return emptyMatrix(steps);
  const { groupOf, labels } = groupRows(expr, matrix.labels);
  const result = createMatrix(labels.length, steps, budget);
  const counts = new Uint32Array(labels.length * steps);
  const reduction = reducer(labels.length * steps);
  for (let row = 0; row < matrix.labels.length; row += 1) {
    const from = row * steps;
    const to = (groupOf[row] ?? 0) * steps;
    reduction.add(values, present, from, to, steps, counts);
    if (budget.spend(steps)) await budget.breathe();
  }
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    result.values[at] = reduction.result(at, count);
    result.present[at] = 1;
  }
  result.labels = labels;
  return result;
}
