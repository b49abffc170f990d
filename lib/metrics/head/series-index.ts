import type { LabelSet } from '../labels';
import { labelOf } from '../labels';
import { alternativesOf, compileMatcher, type Matcher } from '../matcher';
import type { MemSeries } from './mem-series';

interface Posting {
  /** The one copy of the value that all series share. */
  value: string;
  series: MemSeries[];
}

interface LabelIndex {
  name: string;
  values: Map<string, Posting>;
}

/** All series of one tenant, found by their labels: inverted lists of each label's values. */
export class SeriesIndex {
  private readonly byHash = new Map<number, MemSeries[]>();
  private readonly labels = new Map<string, LabelIndex>();
  private readonly all = new Set<MemSeries>();

  /** `seed`: 32 random bits. */
  constructor(private readonly seed = 0) {}

  get size(): number {
    return this.all.size;
  }

  series(): Iterable<MemSeries> {
    return this.all;
  }

  find(labels: LabelSet): MemSeries | undefined {
    return this.byHash.get(hashOf(labels, this.seed))?.find((series) => isSame(series.labels, labels));
  }

  /** Adds a series that is not there yet; its labels become the shared copies. */
  add(series: MemSeries): void {
    const hash = hashOf(series.labels, this.seed);
    const others = this.byHash.get(hash);
    if (others) others.push(series);
    else this.byHash.set(hash, [series]);
    const shared: string[] = new Array<string>(series.labels.length);
    for (let at = 0; at < series.labels.length; at += 2) {
      const name = series.labels[at] ?? '';
      const value = series.labels[at + 1] ?? '';
      let label = this.labels.get(name);
      if (!label) this.labels.set(name, (label = { name, values: new Map() }));
      let posting = label.values.get(value);
      if (!posting) label.values.set(value, (posting = { value, series: [] }));
      posting.series.push(series);
      shared[at] = label.name;
      shared[at + 1] = posting.value;
    }
    series.labels = shared;
    this.all.add(series);
  }

  /** Removes many at once; costs a pass over the lists that they are on. */
  remove(gone: ReadonlySet<MemSeries>): void {
    const touched = new Map<LabelIndex, Set<string>>();
    for (const series of gone) {
      if (!this.all.delete(series)) continue;
      const hash = hashOf(series.labels, this.seed);
      const left = this.byHash.get(hash)?.filter((each) => each !== series) ?? [];
      if (left.length > 0) this.byHash.set(hash, left);
      else this.byHash.delete(hash);
      for (let at = 0; at < series.labels.length; at += 2) {
        const label = this.labels.get(series.labels[at] ?? '');
        if (!label) continue;
        const values = touched.get(label) ?? new Set();
        touched.set(label, values.add(series.labels[at + 1] ?? ''));
      }
    }
    for (const [label, values] of touched) {
      for (const value of values) {
        const posting = label.values.get(value);
        if (!posting) continue;
        posting.series = posting.series.filter((series) => !gone.has(series));
        if (posting.series.length === 0) label.values.delete(value);
      }
      if (label.values.size === 0) this.labels.delete(label.name);
    }
  }

  /** The series that all matchers accept. */
  select(matchers: readonly Matcher[]): MemSeries[] {
    const tests = matchers.map((matcher) => ({ label: matcher.label, accepts: remembering(compileMatcher(matcher)) }));
    let candidates: readonly MemSeries[] | null = null;
    let covered = -1;
    matchers.forEach((matcher, position) => {
      const found = this.candidatesOf(matcher, tests[position]?.accepts ?? (() => false));
      if (!found || (candidates && found.length >= candidates.length)) return;
      candidates = found;
      covered = position;
    });
    const rest = tests.filter((_, position) => position !== covered);
    const from: Iterable<MemSeries> = candidates ?? this.all;
    const selected: MemSeries[] = [];
    for (const series of from) if (rest.every(({ label, accepts }) => accepts(labelOf(series.labels, label)))) selected.push(series);
    return selected;
  }

  /** Exactly the series that one matcher accepts, where a list of them exists; null for one that accepts an absent label. */
  private candidatesOf({ label, operator, value }: Matcher, accepts: (value: string) => boolean): readonly MemSeries[] | null {
    if (accepts('')) return null;
    const values = this.labels.get(label)?.values;
    if (!values) return [];
    if (operator === '=') return values.get(value)?.series ?? [];
    const wanted = operator === '=~' ? alternativesOf(value) : null;
    const postings = wanted ? [...new Set(wanted)].flatMap((each) => values.get(each) ?? []) : [...values.values()].filter((posting) => accepts(posting.value));
    return postings.length === 1 ? (postings[0]?.series ?? []) : postings.flatMap((posting) => posting.series);
  }
}

/** A test that is asked for few values many times. */
function remembering(accepts: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    let answer = known.get(value);
    if (answer === undefined) known.set(value, (answer = accepts(value)));
    return answer;
  };
}

/** FNV-1a over the UTF-16 code units of all names and values, from a start that nobody outside knows: series cannot be made to collide on purpose. */
function hashOf(labels: LabelSet, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const text of labels) {
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash = Math.imul(hash ^ 0xffff ^ (seed >>> 7), 0x01000193);
  }
  return hash;
}

function isSame(a: LabelSet, b: LabelSet): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
