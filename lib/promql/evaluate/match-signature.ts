import { metricName, type LabelSet } from '@/lib/metrics/labels';
import type { VectorMatching } from '@/lib/promql/ast';
import { keepLabels, keyOfLabels, withoutLabels } from './label-set';
import type { Matrix } from './matrix';

/** The rows of each side that match one another have the same number. */
export interface Signatures {
  left: Int32Array;
  right: Int32Array;
  count: number;
}

/** Numbers the groups of rows that match: by the labels named with `on`, else by all but those and the name. */
export function signaturesOf(left: Matrix, right: Matrix, matching: VectorMatching): Signatures {
  const numbers = new Map<string, number>();
  const names = [...new Set(matching.isOn ? matching.labels : [metricName, ...matching.labels])].sort();
  const numberOf = (set: LabelSet) => {
    const key = matching.isOn ? keyOfLabels(set, names) : withoutLabels(set, names).join('\uffff');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  return { left: Int32Array.from(left.labels, numberOf), right: Int32Array.from(right.labels, numberOf), count: numbers.size };
}

/** The labels that a series matches by. */
export function matchGroup(set: LabelSet, matching: VectorMatching): LabelSet {
  return matching.isOn ? keepLabels(set, matching.labels) : withoutLabels(set, [metricName, ...matching.labels]);
}

/** The rows of each signature, in order. */
export function rowsBySignature(signatures: Int32Array, count: number): number[][] {
  const rows = Array.from({ length: count }, (): number[] => []);
  signatures.forEach((signature, row) => rows[signature]?.push(row));
  return rows;
}
