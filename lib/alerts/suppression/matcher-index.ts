import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import { compileAlertMatcher } from '../matchers';
import type { AlertMatcher } from '../schemas';

const maxValuesOfLabel = 5_000;
const maxValuesOfMatcher = 500;
const maxCompiled = 2_000;

/** Expressions take long to compile, and the same ones are compiled anew whenever anything else of a tenant changed. */
const compiled = new Map<string, (value: string) => boolean>();

interface Entry {
  order: number;
  /** Whether its key accepts a value. */
  acceptsKey(value: string): boolean;
  accepts(labels: LabelSet): boolean;
}

/** The lists whose key is a condition on one label. */
interface OfLabel {
  label: string;
  byValue: Map<string, Entry[]>;
  /** Those whose key is no `=`. */
  others: Entry[];
  /** What is left of the others, by the value. */
  remembered: Map<string, Entry[]>;
}

/**
 * Finds which of many matcher lists accept a set of labels, in their order. Each list is kept by one of its conditions, its key, so that most are
 * never looked at; what a regular expression says of a value is remembered.
 */
export class MatcherIndex {
  private readonly labels = new Map<string, OfLabel>();

  constructor(lists: readonly (readonly AlertMatcher[])[]) {
    for (const [order, matchers] of lists.entries()) {
      const [key, ...rest] = sortedBySelectivity(matchers);
      if (!key) continue;
      const tests = rest.map((matcher) => ({ label: matcher.label, accepts: remembering(matcher) }));
      const entry: Entry = { order, acceptsKey: compileOnce(key), accepts: (labels) => tests.every(({ label, accepts }) => accepts(labelOf(labels, label))) };
      const ofLabel = this.labels.get(key.label) ?? { label: key.label, byValue: new Map<string, Entry[]>(), others: [], remembered: new Map<string, Entry[]>() };
      this.labels.set(key.label, ofLabel);
      const entries = isNamed(key) ? (ofLabel.byValue.get(key.value) ?? []) : ofLabel.others;
      entries.push(entry);
      if (isNamed(key)) ofLabel.byValue.set(key.value, entries);
    }
  }

  /** The places of the lists that accept the labels, ascending; a list without conditions accepts none. */
  matching(labels: LabelSet): number[] {
    const found: number[] = [];
    for (const ofLabel of this.labels.values()) {
      const value = labelOf(labels, ofLabel.label);
      for (const { order, accepts } of ofLabel.byValue.get(value) ?? []) if (accepts(labels)) found.push(order);
      for (const { order, accepts } of candidates(ofLabel, value)) if (accepts(labels)) found.push(order);
    }
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }
}

function candidates({ others, remembered }: OfLabel, value: string): readonly Entry[] {
  if (others.length === 0) return others;
  const known = remembered.get(value);
  if (known) return known;
  const accepting = others.filter(({ acceptsKey }) => acceptsKey(value));
  if (remembered.size >= maxValuesOfLabel) remembered.clear();
  remembered.set(value, accepting);
  return accepting;
}

/** The condition first that the fewest alerts can be thought to meet. */
function sortedBySelectivity(matchers: readonly AlertMatcher[]): AlertMatcher[] {
  return [...matchers].sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(matcher: AlertMatcher): number {
  if (!isNamed(matcher)) return matcher.operator === '=~' ? 3 : 4;
  return matcher.label === 'severity' ? 2 : matcher.label === 'alertname' ? 1 : 0;
}

function isNamed({ operator, value }: AlertMatcher): boolean {
  return operator === '=' && value !== '';
}

function remembering(matcher: AlertMatcher): (value: string) => boolean {
  const accepts = compileOnce(matcher);
  if (matcher.operator === '=' || matcher.operator === '!=') return accepts;
  const remembered = new Map<string, boolean>();
  return (value) => {
    const known = remembered.get(value);
    if (known !== undefined) return known;
    const is = accepts(value);
    if (remembered.size >= maxValuesOfMatcher) remembered.clear();
    remembered.set(value, is);
    return is;
  };
}

function compileOnce(matcher: AlertMatcher): (value: string) => boolean {
  if (matcher.operator === '=' || matcher.operator === '!=') return compileAlertMatcher(matcher);
  const key = matcher.operator + matcher.value;
  const accepts = compiled.get(key) ?? compileAlertMatcher(matcher);
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(key, accepts);
  return accepts;
}
