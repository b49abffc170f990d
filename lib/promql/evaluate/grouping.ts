import { metricName, type LabelSet } from '@/lib/metrics/labels';
import type { Aggregate } from '@/lib/promql/ast';
import { emptyLabelSet, keepLabels, keyOfLabels, withoutLabels } from './label-set';

/** The groups of an aggregation: `groupOf` holds the group of each row, `labels` those of each group. */
export interface Groups {
  groupOf: Int32Array;
  labels: LabelSet[];
}

/** Groups series by the labels named, or by all others. */
export function groupRows({ grouping, isWithout }: Aggregate, sets: readonly LabelSet[]): Groups {
  if (!isWithout && grouping.length === 0) return { groupOf: new Int32Array(sets.length), labels: sets.length > 0 ? [emptyLabelSet] : [] };
  const numbers = new Map<string, number>();
  const labels: LabelSet[] = [];
  const dropped = [...grouping, metricName];
  const groupOf = Int32Array.from(sets, (set) => {
    const kept = isWithout ? withoutLabels(set, dropped) : set;
    const key = isWithout ? kept.join('\uffff') : keyOfLabels(set, grouping);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, labels.length);
    labels.push(isWithout ? kept : keepLabels(set, grouping));
    return labels.length - 1;
  });
  return { groupOf, labels };
}
