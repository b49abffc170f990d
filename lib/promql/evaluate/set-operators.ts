import type { Binary, VectorMatching } from '@/lib/promql/ast';
import type { Context } from './context';
import { rowsBySignature, signaturesOf } from './match-signature';
import { createMatrix, dropEmptyRows, mergeEqualRows, type Matrix } from './matrix';

const byAllLabels: VectorMatching = { cardinality: 'many-to-many', isOn: false, labels: [], include: [] };

/** `and`, `or` and `unless`: which series are there decides, not their values. */
export async function evaluateSetOperator(expr: Binary, left: Matrix, right: Matrix, context: Context): Promise<Matrix> {
  const signatures = signaturesOf(left, right, expr.matching ?? byAllLabels);
  if (expr.op !== 'or') {
    const there = rowsBySignature(signatures.right, signatures.count);
    return dropEmptyRows(await filterRows(left, signatures.left, { rows: there, of: right }, expr.op === 'and', context));
  }
  const there = rowsBySignature(signatures.left, signatures.count);
  const added = await filterRows(right, signatures.right, { rows: there, of: left }, false, context);
  return mergeEqualRows(concatenate(left, dropEmptyRows(added), context));
}

interface Others {
  rows: readonly (readonly number[])[];
  of: Matrix;
}

/** Takes out, in place, the values at the steps where one of the other side's rows of the same signature is there, or where none is. */
async function filterRows(matrix: Matrix, signatures: Int32Array, others: Others, keepsMatched: boolean, { budget }: Context): Promise<Matrix> {
  const { steps, present, labels } = matrix;
  const isMatched = new Uint8Array(steps);
  for (let row = 0; row < labels.length; row += 1) {
    isMatched.fill(0);
    const matches = others.rows[signatures[row] ?? 0] ?? [];
    for (const other of matches) {
      for (let step = 0; step < steps; step += 1) if (others.of.present[other * steps + step] === 1) isMatched[step] = 1;
    }
    for (let step = 0; step < steps; step += 1) if ((isMatched[step] === 1) !== keepsMatched) present[row * steps + step] = 0;
    if (budget.spend(steps * (2 + matches.length))) await budget.breathe();
  }
  return matrix;
}

function concatenate(first: Matrix, second: Matrix, { budget }: Context): Matrix {
  const { steps } = first;
  const joined = createMatrix(first.labels.length + second.labels.length, steps, budget);
  const split = first.labels.length * steps;
  joined.values.set(first.values.subarray(0, split));
  joined.present.set(first.present.subarray(0, split));
  joined.values.set(second.values.subarray(0, second.labels.length * steps), split);
  joined.present.set(second.present.subarray(0, second.labels.length * steps), split);
  joined.labels = [...first.labels, ...second.labels];
  return joined;
}
