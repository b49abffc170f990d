import type { Aggregate } from '@/lib/promql/ast';
import type { Context } from './context';
import { groupRows } from './grouping';
import { createMatrix, type Matrix } from './matrix';
import { formatGeneral } from './number-format';
import { quantileOf, scratchOf } from './quantile';

/** `quantile(q, vector)`. */
export async function aggregateQuantile(expr: Aggregate, matrix: Matrix, quantiles: Float64Array, context: Context): Promise<Matrix> {
  warnOfQuantiles(expr, quantiles, context);
  const { steps, values, present } = matrix;
  const { groupOf, labels } = groupRows(expr, matrix.labels);
  const rows = labels.map((): number[] => []);
  groupOf.forEach((group, row) => rows[group]?.push(row));
  const result = createMatrix(labels.length, steps, context.budget);
  result.labels = labels;
  for (const [group, members] of rows.entries()) {
    for (let step = 0; step < steps; step += 1) {
      const gathered = scratchOf(members.length);
      let length = 0;
      for (const row of members) {
        if (present[row * steps + step] === 1) gathered[length++] = values[row * steps + step] ?? 0;
      }
      if (length > 0) {
        result.values[group * steps + step] = quantileOf(quantiles[step] ?? NaN, gathered, length);
        result.present[group * steps + step] = 1;
      }
      if (context.budget.spend(members.length * 4)) await context.budget.breathe();
    }
  }
  return result;
}

function warnOfQuantiles({ param, span }: Aggregate, quantiles: Float64Array, { annotations }: Context): void {
  const greatest = quantiles.reduce((max, quantile) => Math.max(max, quantile), -Infinity);
  const least = quantiles.reduce((min, quantile) => Math.min(min, quantile), Infinity);
  const warn = (quantile: number) =>
    annotations.warn(`quantile value should be between 0 and 1, got ${formatGeneral(quantile)}`, param?.span ?? span);
  if (Number.isNaN(greatest)) warn(NaN);
  if (greatest > 1) warn(greatest);
  if (least < 0) warn(least);
}
