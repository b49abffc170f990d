import { DecodeError } from './decode-error';
import type { ExponentialPoint, ExponentialRun } from './otlp-model';

/**
 * Finest scale of the classic buckets: 2^3 buckets for each power of two, so that a quantile is off by at most 4.4 %. Clients change their scale
 * as their range grows; a fixed one keeps the bounds, and so the series, as they are.
 */
const finestScale = 3;

/** Most buckets of a histogram; the scale gets coarser until they suffice. */
export const maxExponentialBuckets = 160;

const coarsestScale = -12;

/** An exponential histogram with sparse counts; of the bucket with index i the upper bound is 2^((i + 1) * 2^-scale). */
export interface ExponentialBuckets {
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: ReadonlyMap<number, number>;
  negative: ReadonlyMap<number, number>;
}

/** The buckets of a data point, not finer than `finestScale` and no more than `maxExponentialBuckets`. Throws DecodeError. */
export function exponentialBucketsOf(point: ExponentialPoint): ExponentialBuckets {
  if (point.scale > 20 || point.scale < -10) throw new DecodeError(`The scale ${point.scale} of an exponential histogram is not between -10 and 20.`);
  return fitted({
    scale: point.scale,
    zeroCount: point.zeroCount,
    zeroThreshold: point.zeroThreshold,
    positive: sparse(point.positive),
    negative: sparse(point.negative),
  });
}

/** The sum of two histograms, at the coarser of their scales. */
export function addExponential(a: ExponentialBuckets, b: ExponentialBuckets): ExponentialBuckets {
  const scale = Math.min(a.scale, b.scale);
  const left = coarsened(a, scale);
  const right = coarsened(b, scale);
  return fitted({
    scale,
    zeroCount: left.zeroCount + right.zeroCount,
    zeroThreshold: Math.max(left.zeroThreshold, right.zeroThreshold),
    positive: added(left.positive, right.positive),
    negative: added(left.negative, right.negative),
  });
}

/**
 * Classic buckets: ascending bounds, each with the count of all observations up to it, `+Inf` left out. The lower bound of the first bucket is
 * there too, for histogram_quantile would interpolate from 0 without it.
 */
export function classicBuckets(buckets: ExponentialBuckets): { bound: number; count: number }[] {
  const found: { bound: number; count: number }[] = [];
  let count = 0;
  const negative = rangeOf(buckets.negative);
  if (negative) {
    found.push({ bound: -boundAt(buckets.scale, negative.last + 1), count: 0 });
    for (let index = negative.last; index >= negative.first; index -= 1) {
      count += buckets.negative.get(index) ?? 0;
      found.push({ bound: -boundAt(buckets.scale, index), count });
    }
  }
  count += buckets.zeroCount;
  if (buckets.zeroCount > 0 || negative) found.push({ bound: buckets.zeroThreshold, count });
  const positive = rangeOf(buckets.positive);
  if (positive) {
    found.push({ bound: boundAt(buckets.scale, positive.first), count });
    for (let index = positive.first; index <= positive.last; index += 1) {
      count += buckets.positive.get(index) ?? 0;
      found.push({ bound: boundAt(buckets.scale, index + 1), count });
    }
  }
  return found.filter(({ bound }, index) => Number.isFinite(bound) && bound !== found[index + 1]?.bound);
}

function boundAt(scale: number, index: number): number {
  return 2 ** (index * 2 ** -scale);
}

function sparse({ offset, counts }: ExponentialRun): Map<number, number> {
  const found = new Map<number, number>();
  counts.forEach((count, index) => {
    if (count > 0) found.set(offset + index, count);
  });
  return found;
}

function fitted(buckets: ExponentialBuckets): ExponentialBuckets {
  let fit = coarsened(buckets, Math.min(buckets.scale, finestScale));
  while (widthOf(fit.positive) + widthOf(fit.negative) > maxExponentialBuckets && fit.scale > coarsestScale) fit = coarsened(fit, fit.scale - 1);
  if (widthOf(fit.positive) + widthOf(fit.negative) > maxExponentialBuckets) throw new DecodeError('The buckets of an exponential histogram are beyond all numbers.');
  return fit;
}

/** One step coarser merges the buckets 2i and 2i + 1 into i. */
function coarsened(buckets: ExponentialBuckets, scale: number): ExponentialBuckets {
  if (scale === buckets.scale) return buckets;
  const factor = 2 ** (buckets.scale - scale);
  return { ...buckets, scale, positive: merged(buckets.positive, factor), negative: merged(buckets.negative, factor) };
}

function merged(counts: ReadonlyMap<number, number>, factor: number): Map<number, number> {
  const found = new Map<number, number>();
  for (const [index, count] of counts) {
    const target = Math.floor(index / factor);
    found.set(target, (found.get(target) ?? 0) + count);
  }
  return found;
}

function added(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): Map<number, number> {
  const sum = new Map(a);
  for (const [index, count] of b) sum.set(index, (sum.get(index) ?? 0) + count);
  return sum;
}

function rangeOf(counts: ReadonlyMap<number, number>): { first: number; last: number } | null {
  if (counts.size === 0) return null;
  let first = Infinity;
  let last = -Infinity;
  for (const index of counts.keys()) {
    if (index < first) first = index;
    if (index > last) last = index;
  }
  return { first, last };
}

function widthOf(counts: ReadonlyMap<number, number>): number {
  const range = rangeOf(counts);
  return range ? range.last - range.first + 1 : 0;
}
