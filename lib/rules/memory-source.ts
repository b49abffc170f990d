import { labelOf, labelSetKey, metricName, type LabelSet } from '@/lib/metrics/labels';
import { compileMatcher, type Matcher } from '@/lib/metrics/matcher';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import { PromqlError } from '@/lib/promql/error';
import type { SampleSource, Selection, SeriesData } from '@/lib/promql/source';

interface StoredSeries {
  labels: LabelSet;
  times: Float64Array;
  values: Float64Array;
  length: number;
}

/** Samples in memory, indexed by the metric's name: for tests of rules, which append while they run. */
export class MemorySource implements SampleSource {
  private readonly series = new Map<string, StoredSeries>();
  private readonly byName = new Map<string, StoredSeries[]>();
  private readonly compiled = new Map<string, (value: string) => boolean>();

  /** Adds a sample behind the last of its series; one that is not later is left out, as a database would. */
  append(labels: LabelSet, timeMs: number, value: number | 'stale'): void {
    const stored = this.seriesOf(labels);
    if (stored.length > 0 && (stored.times[stored.length - 1] ?? 0) >= timeMs) return;
    if (stored.length === stored.times.length) grow(stored);
    stored.times[stored.length] = timeMs;
    if (value === 'stale') new Uint32Array(stored.values.buffer, stored.length * 8, 2).set([staleLow, staleHigh]);
    else stored.values[stored.length] = value;
    stored.length += 1;
  }

  select({ matchers, fromMs, toMs }: Selection, maxSamples: number): Promise<{ series: SeriesData[]; resolution: 'raw' }> {
    const name = matchers.find(({ label, operator }) => label === metricName && operator === '=')?.value;
    const candidates = name === undefined ? this.series.values() : (this.byName.get(name) ?? []);
    const found: SeriesData[] = [];
    let samples = 0;
    for (const stored of candidates) {
      if (!matchers.every((matcher) => this.accepts(matcher, stored.labels))) continue;
      const from = lowerBound(stored, fromMs);
      const to = lowerBound(stored, toMs + 1);
      if (from === to) continue;
      samples += to - from;
      if (samples > maxSamples) throw new PromqlError('execution', 'query processing would load too many samples into memory in query execution');
      found.push({ labels: stored.labels, times: stored.times.subarray(from, to), values: stored.values.subarray(from, to) });
    }
    return Promise.resolve({ series: found, resolution: 'raw' });
  }

  private accepts(matcher: Matcher, labels: LabelSet): boolean {
    const key = `${matcher.operator}${matcher.value}`;
    const accepts = this.compiled.get(key) ?? compileMatcher(matcher);
    this.compiled.set(key, accepts);
    return accepts(labelOf(labels, matcher.label));
  }

  private seriesOf(labels: LabelSet): StoredSeries {
    const key = labelSetKey(labels);
    const known = this.series.get(key);
    if (known) return known;
    const created = { labels, times: new Float64Array(16), values: new Float64Array(16), length: 0 };
    this.series.set(key, created);
    const name = labelOf(labels, metricName);
    const siblings = this.byName.get(name);
    if (siblings) siblings.push(created);
    else this.byName.set(name, [created]);
    return created;
  }
}

function grow(stored: StoredSeries): void {
  const size = stored.times.length * 2;
  const times = new Float64Array(size);
  times.set(stored.times);
  // By bits: a copy by value may change those of a stale marker.
  const values = new Float64Array(size);
  new Uint32Array(values.buffer).set(new Uint32Array(stored.values.buffer));
  stored.times = times;
  stored.values = values;
}

function lowerBound({ times, length }: StoredSeries, timeMs: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
