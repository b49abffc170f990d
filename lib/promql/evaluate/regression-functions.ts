import { KahanSum } from './kahan';
import { scalarAt, type RangeFunctions, type Window } from './range-function';

const sumX = new KahanSum();
const sumY = new KahanSum();
const sumXY = new KahanSum();
const sumX2 = new KahanSum();

/** Least squares over a window (promql/functions.go, linearRegression): slope a second, and the line's value at a time. */
function regression({ series: { times, values }, low, high }: Window, interceptMs: number): { slope: number; intercept: number } {
  for (const sum of [sumX, sumY, sumXY, sumX2]) sum.reset();
  const first = values[low] ?? 0;
  let isConstant = true;
  for (let index = low; index < high; index += 1) {
    const y = values[index] ?? 0;
    if (index > low && y !== first) isConstant = false;
    const x = ((times[index] ?? 0) - interceptMs) / 1000;
    sumX.add(x);
    sumY.add(y);
    sumXY.add(x * y);
    sumX2.add(x * x);
  }
  if (isConstant) return Math.abs(first) === Infinity ? { slope: NaN, intercept: NaN } : { slope: 0, intercept: first };
  const count = high - low;
  const x = sumX.sum + sumX.compensation;
  const y = sumY.sum + sumY.compensation;
  const covariance = sumXY.sum + sumXY.compensation - (x * y) / count;
  const variance = sumX2.sum + sumX2.compensation - (x * x) / count;
  const slope = covariance / variance;
  return { slope, intercept: y / count - (slope * x) / count };
}

export const regressionFunctions: RangeFunctions = {
  deriv: { minSamples: 2, compute: (window) => regression(window, window.series.times[window.low] ?? 0).slope },
  predict_linear: {
    minSamples: 2,
    compute: (window) => {
      const { slope, intercept } = regression(window, window.timeMs);
      return slope * scalarAt(window, 0) + intercept;
    },
  },
};
