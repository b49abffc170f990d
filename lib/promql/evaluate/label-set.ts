import { labelOf, metricName, type LabelSet } from '@/lib/metrics/labels';

/** Labels that say what a metric is, not which series: an operation that changes the meaning of a value drops them. */
const metadataLabels: readonly string[] = [metricName, '__type__', '__unit__'];

export const emptyLabelSet: LabelSet = [];

/** Without the metric's name, `__type__` and `__unit__`; the same set when it has none of them. */
export function dropMetadata(set: LabelSet): LabelSet {
  return withoutLabels(set, metadataLabels);
}

/** Only the labels named. */
export function keepLabels(set: LabelSet, names: readonly string[]): LabelSet {
  return filterLabels(set, (name) => names.includes(name));
}

/** All but the labels named; the same set when it has none of them. */
export function withoutLabels(set: LabelSet, names: readonly string[]): LabelSet {
  for (let index = 0; index < set.length; index += 2) {
    if (names.includes(set[index] ?? '')) return filterLabels(set, (name) => !names.includes(name));
  }
  return set;
}

function filterLabels(set: LabelSet, keeps: (name: string) => boolean): LabelSet {
  const kept: string[] = [];
  for (let index = 0; index < set.length; index += 2) {
    const name = set[index] ?? '';
    if (keeps(name)) kept.push(name, set[index + 1] ?? '');
  }
  return kept;
}

/** With one label set to a value; the empty string takes it away. */
export function withLabel(set: LabelSet, name: string, value: string): LabelSet {
  const changed: string[] = [];
  let isPlaced = value === '';
  for (let index = 0; index < set.length; index += 2) {
    const current = set[index] ?? '';
    if (!isPlaced && current >= name) {
      changed.push(name, value);
      isPlaced = true;
    }
    if (current !== name) changed.push(current, set[index + 1] ?? '');
  }
  if (!isPlaced) changed.push(name, value);
  return changed;
}

/** Order of label sets in answers: by the first name, then value, that differ; then the shorter first. */
export function compareLabelSets(a: LabelSet, b: LabelSet): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a[index] ?? '';
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** Equal for two sets exactly when they agree in the labels named. */
export function keyOfLabels(set: LabelSet, names: readonly string[]): string {
  let key = '';
  for (const name of names) key += `${labelOf(set, name)}\uffff`;
  return key;
}

/** A label set in the words of Prometheus' errors: `{__name__="up", job="api"}`. */
export function formatLabelSet(set: LabelSet): string {
  const pairs: string[] = [];
  for (let index = 0; index < set.length; index += 2) {
    const name = set[index] ?? '';
    pairs.push(`${/^[A-Za-z_]\w*$/.test(name) ? name : quote(name)}=${quote(set[index + 1] ?? '')}`);
  }
  return `{${pairs.join(', ')}}`;
}

/** A string in double quotes, escaped as Go's strconv.Quote does for what text commonly holds. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/\\u00([01][0-9a-f])/g, (_, digits: string) => shortEscapes.get(digits) ?? `\\x${digits}`).replaceAll('\x7f', '\\x7f');
}

const shortEscapes = new Map([
  ['07', '\\a'],
  ['0b', '\\v'],
]);
