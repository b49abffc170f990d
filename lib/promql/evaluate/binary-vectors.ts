import { labelOf, labelSetKey, type LabelSet } from '@/lib/metrics/labels';
import type { Binary, VectorMatching } from '@/lib/promql/ast';
import { PromqlError } from '@/lib/promql/error';
import type { Context } from './context';
import { dropMetadata, formatLabelSet, keepLabels, withLabel, withoutLabels } from './label-set';
import { matchGroup, rowsBySignature, signaturesOf } from './match-signature';
import { createMatrix, mergeEqualRows, type Matrix } from './matrix';
import { arithmetics, comparisons } from './operators';

const oneToOne: VectorMatching = { cardinality: 'one-to-one', isOn: false, labels: [], include: [] };

/** Rows of the many side and of the one side that match; `one` is the right side but for `group_right`. */
interface Sides {
  many: Matrix;
  one: Matrix;
  matching: VectorMatching;
  isSwapped: boolean;
}

/** An arithmetic operator or a comparison between two vectors. Throws PromqlError `execution` where matches are not unique. */
export async function evaluateVectorPair(expr: Binary, left: Matrix, right: Matrix, context: Context): Promise<Matrix> {
  const matching = expr.matching ?? oneToOne;
  const isSwapped = matching.cardinality === 'one-to-many';
  const sides: Sides = { many: isSwapped ? right : left, one: isSwapped ? left : right, matching, isSwapped };
  const signatures = signaturesOf(sides.many, sides.one, matching);
  const ones = rowsBySignature(signatures.right, signatures.count);
  await refuseDuplicates(sides, signatures.right, ones, context);
  const pairs = pairRows(signatures.left, ones);
  const result = createMatrix(pairs.length / 2, left.steps, context.budget);
  const matches = new MatchedSteps(result, matching.cardinality === 'one-to-one');
  for (let pair = 0; pair < pairs.length; pair += 2) {
    const manyRow = pairs[pair] ?? 0;
    const oneRow = pairs[pair + 1] ?? 0;
    const labels = resultLabels(expr, sides.many.labels[manyRow] ?? [], sides.one.labels[oneRow] ?? [], matching);
    if (combineRows(expr, sides, manyRow, oneRow, result)) {
      result.labels.push(labels);
      matches.add(signatures.left[manyRow] ?? 0, labels);
    }
    if (context.budget.spend(left.steps)) await context.budget.breathe();
  }
  return mergeEqualRows(result);
}

function pairRows(many: Int32Array, ones: readonly (readonly number[])[]): Int32Array {
  let count = 0;
  for (const signature of many) count += ones[signature]?.length ?? 0;
  const pairs = new Int32Array(count * 2);
  let next = 0;
  many.forEach((signature, row) => {
    for (const one of ones[signature] ?? []) {
      pairs[next++] = row;
      pairs[next++] = one;
    }
  });
  return pairs;
}

/** Two series of the one side that match the same must not both have a value, at any step where the other side has any. */
async function refuseDuplicates(
  { many, one, matching, isSwapped }: Sides,
  signatures: Int32Array,
  ones: readonly (readonly number[])[],
  { budget }: Context,
): Promise<void> {
  if (ones.every((rows) => rows.length < 2)) return;
  const { steps } = one;
  const firstRow = new Int32Array(ones.length);
  for (let step = 0; step < steps; step += 1) {
    if (!hasAny(many, step)) continue;
    firstRow.fill(-1);
    for (let row = 0; row < one.labels.length; row += 1) {
      if (one.present[row * steps + step] === 0) continue;
      const signature = signatures[row] ?? 0;
      const before = firstRow[signature] ?? -1;
      if (before !== -1) throw duplicateSeries(one.labels[row] ?? [], one.labels[before] ?? [], matching, isSwapped);
      firstRow[signature] = row;
    }
    if (budget.spend(many.labels.length + one.labels.length)) await budget.breathe();
  }
}

function hasAny({ steps, labels, present }: Matrix, step: number): boolean {
  for (let row = 0; row < labels.length; row += 1) if (present[row * steps + step] === 1) return true;
  return false;
}

function duplicateSeries(set: LabelSet, before: LabelSet, matching: VectorMatching, isSwapped: boolean): PromqlError {
  return new PromqlError(
    'execution',
    `found duplicate series for the match group ${formatLabelSet(matchGroup(set, matching))} on the ${isSwapped ? 'left' : 'right'} hand-side ` +
      `of the operation: [${formatLabelSet(set)}, ${formatLabelSet(before)}]` +
      ';many-to-many matching not allowed: matching labels must be unique on one side',
  );
}

/**
 * Refuses two results of series that match the same series of the one side at the same step: in one-to-one matching any two, else those with
 * equal labels. What a comparison dropped does not count.
 */
class MatchedSteps {
  /** The row of the first result, or the steps of all. */
  private readonly matched = new Map<string, number | Uint8Array>();

  constructor(
    private readonly result: Matrix,
    private readonly isOneToOne: boolean,
  ) {}

  /** Takes in the last row of the results. */
  add(signature: number, labels: LabelSet): void {
    const row = this.result.labels.length - 1;
    const key = this.isOneToOne ? String(signature) : `${signature}\uffff${labelSetKey(labels)}`;
    const before = this.matched.get(key);
    if (before === undefined) {
      this.matched.set(key, row);
      return;
    }
    const taken = typeof before === 'number' ? this.take(new Uint8Array(this.result.steps), before) : before;
    this.matched.set(key, this.take(taken, row));
  }

  private take(taken: Uint8Array, row: number): Uint8Array {
    const { steps, present } = this.result;
    for (let step = 0; step < steps; step += 1) {
      if (present[row * steps + step] === 0) continue;
      if (taken[step] === 1) {
        const why = this.isOneToOne ? 'many-to-one matching must be explicit (group_left/group_right)' : 'grouping labels must ensure unique matches';
        throw new PromqlError('execution', `multiple matches for labels: ${why}`);
      }
      taken[step] = 1;
    }
    return taken;
  }
}

/** Labels of a result: those of the many side, or those that match; without the name where the operator changes what the value means. */
function resultLabels(expr: Binary, many: LabelSet, one: LabelSet, { cardinality, isOn, labels, include }: VectorMatching): LabelSet {
  let result = arithmetics[expr.op] ? dropMetadata(many) : many;
  if (cardinality === 'one-to-one') result = isOn ? keepLabels(result, labels) : withoutLabels(result, labels);
  for (const name of include) result = withLabel(result, name, labelOf(one, name));
  return expr.returnsBool ? dropMetadata(result) : result;
}

/** Fills the row after the last one that has labels; false when it has no value. */
function combineRows(expr: Binary, { many, one, isSwapped }: Sides, manyRow: number, oneRow: number, result: Matrix): boolean {
  const { steps } = result;
  const arithmetic = arithmetics[expr.op];
  const comparison = comparisons[expr.op];
  const base = result.labels.length * steps;
  let found = false;
  for (let step = 0; step < steps; step += 1) {
    const manyAt = manyRow * steps + step;
    const oneAt = oneRow * steps + step;
    if (many.present[manyAt] === 0 || one.present[oneAt] === 0) continue;
    const left = (isSwapped ? one.values[oneAt] : many.values[manyAt]) ?? 0;
    const right = (isSwapped ? many.values[manyAt] : one.values[oneAt]) ?? 0;
    let value = left;
    if (arithmetic) value = arithmetic(left, right);
    else if (expr.returnsBool) value = comparison?.(left, right) ? 1 : 0;
    else if (!comparison?.(left, right)) continue;
    result.values[base + step] = value;
    result.present[base + step] = 1;
    found = true;
  }
  return found;
}
