import { labelSetKey, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { Aggregate } from '@/lib/promql/ast';
import { PromqlError } from '@/lib/promql/error';
import type { Context } from './context';
import { keepLabels, withLabel, withoutLabels } from './label-set';
import { createMatrix, type Matrix } from './matrix';
import { formatFixed } from './number-format';

/** `count_values(label, vector)`: a series for each value in each group, that counts how many have it. */
export async function evaluateCountValues(expr: Aggregate, matrix: Matrix, label: string, context: Context): Promise<Matrix> {
  if (!isLabelName(label)) throw new PromqlError('execution', `invalid label name ${JSON.stringify(label)}`);
  const { steps, values, present } = matrix;
  const counts = new Map<string, { labels: LabelSet; counts: Float64Array }>();
  for (let row = 0; row < matrix.labels.length; row += 1) {
    const set = matrix.labels[row] ?? [];
    const known = new Map<number | string, Float64Array>();
    for (let step = 0; step < steps; step += 1) {
      if (present[row * steps + step] === 0) continue;
      const value = values[row * steps + step] ?? 0;
      const key = value === 0 ? formatFixed(value) : value;
      const counted = known.get(key) ?? countsOf(groupLabels(expr, withLabel(set, label, formatFixed(value)), label), steps, counts, context);
      known.set(key, counted);
      counted[step] = (counted[step] ?? 0) + 1;
    }
    if (context.budget.spend(steps * 4)) await context.budget.breathe();
  }
  const result = createMatrix(counts.size, steps, context.budget);
  for (const each of counts.values()) {
    const base = result.labels.length * steps;
    result.values.set(each.counts, base);
    for (let step = 0; step < steps; step += 1) result.present[base + step] = (each.counts[step] ?? 0) > 0 ? 1 : 0;
    result.labels.push(each.labels);
  }
  return result;
}

/** Any text but the empty one, as names of labels are UTF-8 in Prometheus 3. */
export function isLabelName(name: string): boolean {
  return name !== '' && name.isWellFormed();
}

function groupLabels({ grouping, isWithout }: Aggregate, set: LabelSet, label: string): LabelSet {
  return isWithout ? withoutLabels(set, [...grouping, metricName]) : keepLabels(set, [...grouping, label]);
}

function countsOf(labels: LabelSet, steps: number, counts: Map<string, { labels: LabelSet; counts: Float64Array }>, { budget }: Context): Float64Array {
  const key = labelSetKey(labels);
  const known = counts.get(key);
  if (known) return known.counts;
  budget.hold((counts.size + 1) * steps);
  const added = { labels, counts: new Float64Array(steps) };
  counts.set(key, added);
  return added.counts;
}
