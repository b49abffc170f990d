import { labelSetFrom } from '@/lib/metrics/labels';
import { compileMatcher, type Matcher } from '@/lib/metrics/matcher';
import { bitsOf, staleHigh, staleLow } from '@/lib/metrics/stale';
import { labelOf } from '@/lib/metrics/labels';
import { compareLabelSets } from '@/lib/promql/evaluate/label-set';
import type { SampleSource, SeriesData } from '@/lib/promql/source';
import type { Chance } from './chance';

/** Samples begin here; evaluation times end in 250 ms, so that no sample and no step of a subquery is ever at the edge of a window. */
export const dataStartMs = 1_700_000_000_000;
export const dataMinutes = 100;
const intervalMs = 15_000;

/**
 * Gauges, counters with resets, values without ties, few values, NaN and infinities, and a histogram, with gaps and stale markers. Values
 * are multiples of 1/1024, so that sums of them are exact in any order.
 */
export function makeData(chance: Chance): SeriesData[] {
  const series: SeriesData[] = [];
  const add = (name: string, labels: Record<string, string>, valueOf: ValueOf) => series.push(makeSeries(chance, name, labels, valueOf));
  let id = 0;
  for (const a of ['1', '2', '3']) {
    for (const b of ['x', 'y']) {
      id += 1;
      add('g', { a, b }, gauge(chance, id / 1_024));
      add('h', { a, b, c: chance.pick(['p', 'q']) }, gauge(chance, 0.5 + id / 1_024));
      add('c_total', { a, b }, counter(chance));
      add('few', { a, b }, () => chance.between(0, 4));
      add('odd', { a, b }, () => (chance.isLucky(0.8) ? chance.between(-20, 20) / 4 : chance.pick([NaN, Infinity, -Infinity, 0, -0])));
    }
    add('one', { a, c: chance.pick(['p', 'q']) }, gauge(chance, 0.25));
    for (const d of ['u', 'v']) addHistogram(chance, series, { a, d });
  }
  return series.sort((x, y) => compareLabelSets(x.labels, y.labels));
}

type ValueOf = (index: number) => number;

function gauge(chance: Chance, fraction: number): ValueOf {
  let value = chance.between(-50, 200);
  return () => {
    value += chance.between(-8, 8);
    return value + fraction;
  };
}

/** Below zero: where a counter would have begun at zero, versions of Prometheus extrapolate differently. */
function counter(chance: Chance): ValueOf {
  let value = -1_000_000 + chance.between(0, 1_000);
  return () => {
    value = chance.isLucky(0.02) ? value - chance.between(1, 1_000) : value + chance.between(0, 40) / 4;
    return value;
  };
}

function addHistogram(chance: Chance, series: SeriesData[], labels: Record<string, string>): void {
  const bounds = ['0.1', '0.5', '1', '2.5', '10', '+Inf'];
  const counts = bounds.map((_, index) => 1_000_000 * (index + 1));
  const rows = Array.from({ length: (dataMinutes * 60_000) / intervalMs }, () => {
    let added = 0;
    for (let index = 0; index < counts.length; index += 1) {
      added += chance.between(0, 5);
      counts[index] = (counts[index] ?? 0) + added;
    }
    return [...counts];
  });
  const times = timesOf(chance);
  bounds.forEach((le, index) => {
    const values = Float64Array.from(rows, (row) => row[index] ?? 0);
    series.push({ labels: labelSetFrom('lat_bucket', { ...labels, le }), times, values });
  });
}

function timesOf(chance: Chance): Float64Array {
  return Float64Array.from({ length: (dataMinutes * 60_000) / intervalMs }, (_, index) => {
    return dataStartMs + index * intervalMs + chance.between(-5, 5) * 1_000 + chance.between(300, 700);
  });
}

function makeSeries(chance: Chance, name: string, labels: Record<string, string>, valueOf: ValueOf): SeriesData {
  const times: number[] = [];
  const values: number[] = [];
  const stale = new Set<number>();
  let gap = 0;
  for (const [index, timeMs] of timesOf(chance).entries()) {
    const value = valueOf(index);
    if (gap > 0) {
      gap -= 1;
      continue;
    }
    if (chance.isLucky(0.012)) {
      gap = chance.between(1, 45);
      if (chance.isLucky(0.5)) {
        stale.add(times.length);
        times.push(timeMs);
        values.push(NaN);
      }
      continue;
    }
    times.push(timeMs);
    values.push(value);
  }
  const stored = Float64Array.from(values);
  const bits = bitsOf(stored);
  for (const index of stale) {
    bits[index * 2] = staleLow;
    bits[index * 2 + 1] = staleHigh;
  }
  return { labels: labelSetFrom(name, labels), times: Float64Array.from(times), values: stored };
}

/** The data as the evaluator reads it. */
export function memorySource(series: readonly SeriesData[]): SampleSource {
  return {
    select: ({ matchers, fromMs, toMs }) => {
      const accepts = matchers.map((matcher) => accepting(matcher));
      const found = series.filter((each) => accepts.every((accept) => accept(each))).map((each) => between(each, fromMs, toMs));
      return Promise.resolve({ series: found.filter(({ times }) => times.length > 0), resolution: 'raw' });
    },
  };
}

function accepting(matcher: Matcher): (series: SeriesData) => boolean {
  const accepts = compileMatcher(matcher);
  return ({ labels }) => accepts(labelOf(labels, matcher.label));
}

function between({ labels, times, values }: SeriesData, fromMs: number, toMs: number): SeriesData {
  const low = times.findIndex((time) => time >= fromMs);
  const high = times.findLastIndex((time) => time <= toMs) + 1;
  return low === -1 || high <= low ? { labels, times: new Float64Array(0), values: new Float64Array(0) } : { labels, times: times.subarray(low, high), values: values.subarray(low, high) };
}
