import { labelOf, labelSetKey, metricName, type LabelSet } from '@/lib/metrics/labels';
import { PromqlError } from '@/lib/promql/error';
import type { Budget } from './budget';

/** The times of an evaluation: `count` of them, `stepMs` apart, from `startMs`, in milliseconds since 1970. */
export interface Grid {
  startMs: number;
  stepMs: number;
  count: number;
}

/**
 * Series over every step of a grid. The value of series `row` at step `step` is at `row * steps + step` of `values`, and is there only where
 * `present` holds 1: a NaN is a value. Every row has at least one value, and no two rows have equal labels. The arrays may be longer than needed.
 */
export interface Matrix {
  steps: number;
  labels: LabelSet[];
  values: Float64Array;
  present: Uint8Array;
}

/** Room for `rows` series, none of them present yet. */
export function createMatrix(rows: number, steps: number, budget: Budget): Matrix {
  budget.hold(rows * steps);
  return { steps, labels: [], values: new Float64Array(rows * steps), present: new Uint8Array(rows * steps) };
}

export function emptyMatrix(steps: number): Matrix {
  return { steps, labels: [], values: new Float64Array(0), present: new Uint8Array(0) };
}

/** One series without labels that has a value at every step. */
export function matrixOfScalar(values: Float64Array): Matrix {
  return { steps: values.length, labels: [[]], values, present: new Uint8Array(values.length).fill(1) };
}

/** The values of one step, repeated for `steps`. */
export function broadcast(matrix: Matrix, steps: number, budget: Budget): Matrix {
  const wide = createMatrix(matrix.labels.length, steps, budget);
  wide.labels = matrix.labels;
  for (let row = 0; row < matrix.labels.length; row += 1) {
    wide.values.fill(matrix.values[row] ?? 0, row * steps, (row + 1) * steps);
    wide.present.fill(1, row * steps, (row + 1) * steps);
  }
  return wide;
}

function isRowPresent({ steps, present }: Matrix, row: number): boolean {
  const at = present.indexOf(1, row * steps);
  return at !== -1 && at < (row + 1) * steps;
}

/** Takes out the rows without any value, in place. */
export function dropEmptyRows(matrix: Matrix): Matrix {
  const { steps, values, present } = matrix;
  const labels: LabelSet[] = [];
  for (let row = 0; row < matrix.labels.length; row += 1) {
    if (!isRowPresent(matrix, row)) continue;
    const target = labels.length;
    if (target !== row) {
      values.copyWithin(target * steps, row * steps, (row + 1) * steps);
      present.copyWithin(target * steps, row * steps, (row + 1) * steps);
    }
    labels.push(matrix.labels[row] ?? []);
  }
  return { ...matrix, labels };
}

/**
 * Joins rows with equal labels, in place, after an operation that changed labels. Throws PromqlError `execution` when two of them have a
 * value at the same step.
 */
export function mergeEqualRows(matrix: Matrix): Matrix {
  const { steps, values, present } = matrix;
  const rowOf = new Map<string, number>();
  const labels: LabelSet[] = [];
  for (let row = 0; row < matrix.labels.length; row += 1) {
    const set = matrix.labels[row] ?? [];
    const key = labelSetKey(set);
    const found = rowOf.get(key);
    const target = found ?? labels.length;
    if (found === undefined) {
      rowOf.set(key, target);
      labels.push(set);
      if (target !== row) {
        values.copyWithin(target * steps, row * steps, (row + 1) * steps);
        present.copyWithin(target * steps, row * steps, (row + 1) * steps);
      }
    } else {
      mergeRow(matrix, row, target);
    }
  }
  return { ...matrix, labels };
}

function mergeRow({ steps, values, present }: Matrix, row: number, target: number): void {
  for (let step = 0; step < steps; step += 1) {
    if (present[row * steps + step] === 0) continue;
    if (present[target * steps + step] === 1) throw duplicateLabelSet();
    values[target * steps + step] = values[row * steps + step] ?? 0;
    present[target * steps + step] = 1;
  }
}

export function duplicateLabelSet(): PromqlError {
  return new PromqlError('execution', 'vector cannot contain metrics with the same labelset');
}

/** Whether all sets have one and the same metric name: then they stay different without it. */
export function haveOneName(sets: readonly LabelSet[]): boolean {
  const name = labelOf(sets[0] ?? [], metricName);
  return sets.every((set) => labelOf(set, metricName) === name && labelOf(set, '__type__') === '' && labelOf(set, '__unit__') === '');
}
