import { PromqlError } from '@/lib/promql/error';
import { kahanMean } from './kahan';
import { formatGeneral } from './number-format';
import { quantileOf, scratchOf } from './quantile';
import { scalarAt, type RangeFunction, type RangeFunctions, type Window } from './range-function';

/** Sum with Neumaier's correction; the loop is written out because it is the hottest of all. */
function sumOf(values: Float64Array, low: number, high: number): number {
  let sum = 0;
  let lost = 0;
  for (let index = low; index < high; index += 1) {
    const value = values[index] ?? 0;
    const total = sum + value;
    if (total === Infinity || total === -Infinity) lost = 0;
    else lost += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
    sum = total;
  }
  return sum === Infinity || sum === -Infinity ? sum : sum + lost;
}

const sumOverTime: RangeFunction = { compute: ({ series, low, high }) => sumOf(series.rollup ? series.rollup.sum : series.values, low, high) };

const countOverTime: RangeFunction = { compute: ({ series, low, high }) => (series.rollup ? sumOf(series.rollup.count, low, high) : high - low) };

const avgOverTime: RangeFunction = {
  compute: ({ series, low, high }) =>
    series.rollup ? sumOf(series.rollup.sum, low, high) / sumOf(series.rollup.count, low, high) : kahanMean(series.values, low, high),
};

/** Index of the greatest value, the first of equals or, with `isLast`, the last; a NaN only when there is no number. */
function indexOfMax(values: Float64Array, low: number, high: number, isLast: boolean): number {
  let found = low;
  let max = values[low] ?? 0;
  for (let index = low + 1; index < high; index += 1) {
    const value = values[index] ?? 0;
    if (value > max || (isLast && value === max) || max !== max) {
      max = value;
      found = index;
    }
  }
  return found;
}

function indexOfMin(values: Float64Array, low: number, high: number, isLast: boolean): number {
  let found = low;
  let min = values[low] ?? 0;
  for (let index = low + 1; index < high; index += 1) {
    const value = values[index] ?? 0;
    if (value < min || (isLast && value === min) || min !== min) {
      min = value;
      found = index;
    }
  }
  return found;
}

const maxOverTime: RangeFunction = {
  compute: ({ series, low, high }) => {
    const values = series.rollup ? series.rollup.max : series.values;
    return values[indexOfMax(values, low, high, false)] ?? 0;
  },
};

const minOverTime: RangeFunction = {
  compute: ({ series, low, high }) => {
    const values = series.rollup ? series.rollup.min : series.values;
    return values[indexOfMin(values, low, high, false)] ?? 0;
  },
};

const secondsAt = (window: Window, index: number) => (window.series.times[index] ?? 0) / 1000;

const tsOfMaxOverTime: RangeFunction = {
  compute: (window) => secondsAt(window, indexOfMax(window.series.rollup?.max ?? window.series.values, window.low, window.high, true)),
};
const tsOfMinOverTime: RangeFunction = {
  compute: (window) => secondsAt(window, indexOfMin(window.series.rollup?.min ?? window.series.values, window.low, window.high, true)),
};
const tsOfFirstOverTime: RangeFunction = { compute: (window) => secondsAt(window, window.low) };
const tsOfLastOverTime: RangeFunction = { compute: (window) => secondsAt(window, window.high - 1) };

const firstOverTime: RangeFunction = {
  keepsName: true,
  compute: ({ series, low }) => (series.rollup ? series.rollup.first : series.values)[low] ?? 0,
};
const lastOverTime: RangeFunction = { keepsName: true, compute: ({ series: { values }, high }) => values[high - 1] ?? 0 };
const presentOverTime: RangeFunction = { compute: () => 1 };

/** Welford's variance with Neumaier's correction on both of its sums. */
function varianceOf({ series: { values }, low, high }: Window): number {
  let mean = 0;
  let meanLost = 0;
  let squares = 0;
  let squaresLost = 0;
  for (let index = low; index < high; index += 1) {
    const value = values[index] ?? 0;
    const difference = value - (mean + meanLost);
    const share = difference / (index - low + 1);
    const newMean = mean + share;
    if (newMean === Infinity || newMean === -Infinity) meanLost = 0;
    else meanLost += Math.abs(mean) >= Math.abs(share) ? mean - newMean + share : share - newMean + mean;
    mean = newMean;
    const square = difference * (value - (mean + meanLost));
    const newSquares = squares + square;
    if (newSquares === Infinity || newSquares === -Infinity) squaresLost = 0;
    else squaresLost += Math.abs(squares) >= Math.abs(square) ? squares - newSquares + square : square - newSquares + squares;
    squares = newSquares;
  }
  return (squares + squaresLost) / (high - low);
}

const stdvarOverTime: RangeFunction = { compute: varianceOf };
const stddevOverTime: RangeFunction = { compute: (window) => Math.sqrt(varianceOf(window)) };

function quantileOfWindow({ series: { values }, low, high }: Window, quantile: number, center: number): number {
  const sorted = scratchOf(high - low);
  for (let index = low; index < high; index += 1) sorted[index - low] = center === 0 ? (values[index] ?? 0) : Math.abs((values[index] ?? 0) - center);
  return quantileOf(quantile, sorted, high - low);
}

const quantileOverTime: RangeFunction = {
  check: (window, call, annotations) => {
    const quantile = scalarAt(window, 0);
    const span = call.args[0]?.span ?? call.span;
    if (!(quantile >= 0 && quantile <= 1)) annotations.warn(`quantile value should be between 0 and 1, got ${formatGeneral(quantile)}`, span);
  },
  compute: (window) => quantileOfWindow(window, scalarAt(window, 0), 0),
};

/** Median of the distances from the median. */
const madOverTime: RangeFunction = {
  compute: (window) => {
    const median = quantileOfWindow(window, 0.5, 0);
    const { series, low, high } = window;
    const distances = scratchOf(high - low);
    for (let index = low; index < high; index += 1) distances[index - low] = Math.abs((series.values[index] ?? 0) - median);
    return quantileOf(0.5, distances, high - low);
  },
};

/** Holt's linear smoothing: a smoothed value and a smoothed trend. */
const doubleExponentialSmoothing: RangeFunction = {
  minSamples: 2,
  check: (window) => {
    const smoothing = scalarAt(window, 0);
    const trend = scalarAt(window, 1);
    if (smoothing <= 0 || smoothing >= 1) throw badFactor('smoothing', 'sf', smoothing);
    if (trend <= 0 || trend >= 1) throw badFactor('trend', 'tf', trend);
  },
  compute: (window) => {
    const { low, high } = window;
    const { values } = window.series;
    const smoothing = scalarAt(window, 0);
    const trend = scalarAt(window, 1);
    let before = 0;
    let smoothed = values[low] ?? 0;
    let slope = (values[low + 1] ?? 0) - smoothed;
    for (let index = low + 1; index < high; index += 1) {
      if (index > low + 1) slope = trend * (smoothed - before) + (1 - trend) * slope;
      before = smoothed;
      smoothed = smoothing * (values[index] ?? 0) + (1 - smoothing) * (smoothed + slope);
    }
    return smoothed;
  },
};

function badFactor(name: string, short: string, value: number): PromqlError {
  const got = Number.isFinite(value) ? value.toFixed(6) : formatGeneral(value);
  return new PromqlError('execution', `invalid ${name} factor. Expected: 0 < ${short} < 1, got: ${got}`);
}

export const overTimeFunctions: RangeFunctions = {
  sum_over_time: sumOverTime,
  count_over_time: countOverTime,
  avg_over_time: avgOverTime,
  max_over_time: maxOverTime,
  min_over_time: minOverTime,
  ts_of_max_over_time: tsOfMaxOverTime,
  ts_of_min_over_time: tsOfMinOverTime,
  ts_of_first_over_time: tsOfFirstOverTime,
  ts_of_last_over_time: tsOfLastOverTime,
  first_over_time: firstOverTime,
  last_over_time: lastOverTime,
  present_over_time: presentOverTime,
  absent_over_time: presentOverTime,
  stdvar_over_time: stdvarOverTime,
  stddev_over_time: stddevOverTime,
  quantile_over_time: quantileOverTime,
  mad_over_time: madOverTime,
  double_exponential_smoothing: doubleExponentialSmoothing,
  holt_winters: doubleExponentialSmoothing,
};
