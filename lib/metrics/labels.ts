import type { Labels } from './sample';

/**
 * The labels of a series, its name among them as `__name__`: a flat list of name, value, name, value, sorted by name (UTF-16 code units),
 * each name once, no empty value. Flat, because an engine holds hundreds of thousands of them.
 */
export type LabelSet = readonly string[];

export const metricName = '__name__';

/** A label set from pairs in any order. Empty values are left out; throws RangeError for a name that is there twice. */
export function labelSetOf(pairs: Iterable<readonly [string, string]>): LabelSet {
  const kept = [...pairs].filter(([, value]) => value !== '');
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const set: string[] = [];
  for (const [name, value] of kept) {
    if (set.length > 0 && set[set.length - 2] === name) throw new RangeError(`The label ${name} is given twice.`);
    set.push(name, value);
  }
  return set;
}

/** A label set from a name and labels as objects carry them. */
export function labelSetFrom(name: string, labels: Labels): LabelSet {
  return labelSetOf([[metricName, name], ...Object.entries(labels)]);
}

/** The value of a label; the empty string where the series does not have it. */
export function labelOf(set: LabelSet, name: string): string {
  for (let index = 0; index < set.length; index += 2) if (set[index] === name) return set[index + 1] ?? '';
  return '';
}

/** Equal for two sets exactly when the sets are equal: no name or value can hold U+FFFF next to U+FFFF in valid UTF-8 input. */
export function labelSetKey(set: LabelSet): string {
  return set.join('\uffff');
}

/** The labels without the metric's name, as JSON carries them. */
export function labelsOf(set: LabelSet): Labels {
  const labels: Record<string, string> = {};
  for (let index = 0; index < set.length; index += 2) {
    const name = set[index] ?? '';
    if (name !== metricName) labels[name] = set[index + 1] ?? '';
  }
  return labels;
}

/** A series as people write it: `name{a="b"}`. */
export function describeLabelSet(set: LabelSet): string {
  const pairs: string[] = [];
  for (let index = 0; index < set.length; index += 2) {
    if (set[index] !== metricName) pairs.push(`${set[index]}=${JSON.stringify(set[index + 1])}`);
  }
  return pairs.length === 0 && set.length > 0 ? labelOf(set, metricName) : `${labelOf(set, metricName)}{${pairs.join(', ')}}`;
}

/** The order of answers: by names and values in turn, as their UTF-16 code units. */
export function compareLabelSets(a: LabelSet, b: LabelSet): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a[at] ?? '';
    const right = b[at] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
