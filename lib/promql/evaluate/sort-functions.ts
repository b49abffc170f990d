import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import type { Call } from '@/lib/promql/ast';
import { inOrder } from './aggregate-selection';
import type { Context } from './context';
import { compareLabelSets } from './label-set';
import { stringsOf } from './label-functions';
import { emptyMatrix, type Grid, type Matrix } from './matrix';

/** `sort`, `sort_desc`, `sort_by_label` and `sort_by_label_desc`: at one step they order the series, at several they do nothing. */
export async function evaluateSort(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const [vector] = call.args;
  const matrix = vector ? await context.vector(vector, grid) : emptyMatrix(grid.count);
  if (matrix.steps !== 1) return matrix;
  const isDescending = call.func.endsWith('_desc');
  const compare = call.func.startsWith('sort_by_label') ? byLabels(matrix, stringsOf(call)) : byValue(matrix, isDescending);
  const sign = isDescending && call.func !== 'sort_desc' ? -1 : 1;
  return inOrder(matrix, [...matrix.labels.keys()].sort((a, b) => sign * compare(a, b)));
}

type CompareRows = (a: number, b: number) => number;

/** NaN comes last in both directions. */
function byValue({ values }: Matrix, isDescending: boolean): CompareRows {
  return (a, b) => {
    const left = values[a] ?? 0;
    const right = values[b] ?? 0;
    if (left !== left || right !== right) return Number(left !== left) - Number(right !== right);
    if (left === right) return 0;
    return left < right === isDescending ? 1 : -1;
  };
}

function byLabels({ labels }: Matrix, names: readonly string[]): CompareRows {
  return (a, b) => {
    const left: LabelSet = labels[a] ?? [];
    const right: LabelSet = labels[b] ?? [];
    for (const name of names) {
      const order = compareNaturally(labelOf(left, name), labelOf(right, name));
      if (order !== 0) return order;
    }
    return compareLabelSets(left, right);
  };
}

/** Runs of digits compare as numbers, all else as text. */
function compareNaturally(left: string, right: string): number {
  if (left === right) return 0;
  const leftParts = left.match(/\d+|\D+/g) ?? [];
  const rightParts = right.match(/\d+|\D+/g) ?? [];
  for (const [index, part] of leftParts.entries()) {
    const other = rightParts[index];
    if (other === undefined) return 1;
    const difference = /^\d/.test(part) && /^\d/.test(other) ? Number(part) - Number(other) : 0;
    if (difference !== 0) return difference;
    if (part !== other && !(/^\d/.test(part) && /^\d/.test(other))) return part < other ? -1 : 1;
  }
  return leftParts.length - rightParts.length || (left < right ? -1 : 1);
}
