import type { RangeFunction, RangeFunctions, Window } from './range-function';
import type { RangeSeries } from './range-series';

/** What counter functions derive from a series, once. */
interface Counter {
  values: Float64Array;
  /** Indexes of the samples that are below the one before. */
  resets: Int32Array;
  /** How many of them the windows have left behind. */
  passed: number;
}

const counters = new WeakMap<RangeSeries, Counter>();

function counterOf(series: RangeSeries): Counter {
  const known = counters.get(series);
  if (known) return known;
  const values = series.rollup ? rebuiltCounter(series.rollup.first, series.rollup.increase) : series.values;
  const resets: number[] = [];
  for (let index = 1; index < values.length; index += 1) if ((values[index] ?? 0) < (values[index - 1] ?? 0)) resets.push(index);
  const counter = { values, resets: Int32Array.from(resets), passed: 0 };
  counters.set(series, counter);
  return counter;
}

/** A counter that never falls, from the growth in each bucket of a roll-up. */
function rebuiltCounter(first: Float64Array, increase: Float64Array): Float64Array {
  const values = new Float64Array(first.length);
  let total = first[0] ?? 0;
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) total += increase[index] ?? 0;
    values[index] = total;
  }
  return values;
}

/**
 * Growth over the window, extrapolated to its ends as promql/functions.go does (extrapolatedRate): all the way where a sample is as near as
 * samples usually are, else by half of the usual distance, and for a counter never to before it was zero.
 */
function extrapolate(window: Window, values: Float64Array, growth: number, isCounter: boolean): number {
  const { series, low, high } = window;
  const firstMs = series.times[low] ?? 0;
  const lastMs = series.times[high - 1] ?? 0;
  const sampled = (lastMs - firstMs) / 1000;
  const usual = sampled / (high - 1 - low);
  const threshold = usual * 1.1;
  let toStart = (firstMs - window.startMs) / 1000;
  let toEnd = (window.endMs - lastMs) / 1000;
  if (toStart >= threshold) toStart = usual / 2;
  if (isCounter) {
    const first = values[low] ?? 0;
    if (growth > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / growth));
  }
  if (toEnd >= threshold) toEnd = usual / 2;
  return (sampled + toStart + toEnd) / sampled;
}

function increaseOf(window: Window, isPerSecond: boolean): number {
  const { low, high } = window;
  const counter = counterOf(window.series);
  const { values, resets } = counter;
  let growth = (values[high - 1] ?? 0) - (values[low] ?? 0);
  while (counter.passed < resets.length && (resets[counter.passed] ?? 0) <= low) counter.passed += 1;
  for (let next = counter.passed; next < resets.length; next += 1) {
    const at = resets[next] ?? 0;
    if (at >= high) break;
    growth += values[at - 1] ?? 0;
  }
  const factor = extrapolate(window, values, growth, true);
  return growth * (isPerSecond ? factor / ((window.endMs - window.startMs) / 1000) : factor);
}

const rate: RangeFunction = { minSamples: 2, compute: (window) => increaseOf(window, true) };
const increase: RangeFunction = { minSamples: 2, compute: (window) => increaseOf(window, false) };

const delta: RangeFunction = {
  minSamples: 2,
  compute: (window) => {
    const { values } = window.series;
    const growth = (values[window.high - 1] ?? 0) - (values[window.low] ?? 0);
    return growth * extrapolate(window, values, growth, false);
  },
};

const irate: RangeFunction = {
  minSamples: 2,
  compute: ({ series, high }) => {
    const { values } = counterOf(series);
    const last = values[high - 1] ?? 0;
    const previous = values[high - 2] ?? 0;
    const growth = last < previous ? last : last - previous;
    return growth / (((series.times[high - 1] ?? 0) - (series.times[high - 2] ?? 0)) / 1000);
  },
};

const idelta: RangeFunction = {
  minSamples: 2,
  compute: ({ series: { values }, high }) => (values[high - 1] ?? 0) - (values[high - 2] ?? 0),
};

const resets: RangeFunction = {
  compute: ({ series: { values }, low, high }) => {
    let count = 0;
    for (let index = low + 1; index < high; index += 1) if ((values[index] ?? 0) < (values[index - 1] ?? 0)) count += 1;
    return count;
  },
};

const changes: RangeFunction = {
  compute: ({ series: { values }, low, high }) => {
    let count = 0;
    for (let index = low + 1; index < high; index += 1) {
      const value = values[index] ?? 0;
      const before = values[index - 1] ?? 0;
      if (value !== before && !(value !== value && before !== before)) count += 1;
    }
    return count;
  },
};

export const rateFunctions: RangeFunctions = { rate, increase, delta, irate, idelta, resets, changes };
