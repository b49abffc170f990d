import type { ForcedMonotonicity } from './annotations';

/** Cumulative counts of a classic histogram at one step: `count` of them by ascending upper bound, both arrays may be longer. */
export interface Buckets {
  bounds: Float64Array;
  counts: Float64Array;
  length: number;
}

export interface BucketQuantile {
  value: number;
  forced: ForcedMonotonicity | null;
}

/** Relative difference of two counts that is taken for a rounding error. */
const smallDelta = 1e-12;
const smallestNormal = 2.2250738585072014e-308;

/**
 * Quantile of a classic histogram (promql/quantile.go, BucketQuantile): linear within a bucket, the lowest one taken to begin at 0 when its
 * bound is positive; the bound of the last but one where the quantile is in the bucket of +Inf. NaN without a bucket of +Inf, with fewer
 * than two buckets or no observation. Changes the buckets.
 */
export function bucketQuantile(quantile: number, buckets: Buckets): BucketQuantile {
  const plain = (value: number): BucketQuantile => ({ value, forced: null });
  if (Number.isNaN(quantile)) return plain(NaN);
  if (quantile < 0) return plain(-Infinity);
  if (quantile > 1) return plain(Infinity);
  const { bounds, counts } = buckets;
  if (bounds[buckets.length - 1] !== Infinity) return plain(NaN);
  mergeEqualBounds(buckets);
  const forced = makeMonotonic(buckets);
  const last = buckets.length - 1;
  if (last < 1) return plain(NaN);
  const observations = counts[last] ?? 0;
  if (observations === 0) return plain(NaN);
  return { value: interpolate(quantile * observations, bounds, counts, last), forced };
}

function interpolate(rank: number, bounds: Float64Array, counts: Float64Array, last: number): number {
  const bucket = firstAtLeast(rank, counts, last);
  if (bucket === last) return bounds[last - 1] ?? 0;
  const upper = bounds[bucket] ?? 0;
  if (bucket === 0 && upper <= 0) return upper;
  const lower = bucket === 0 ? 0 : (bounds[bucket - 1] ?? 0);
  const below = bucket === 0 ? 0 : (counts[bucket - 1] ?? 0);
  return lower + (upper - lower) * ((rank - below) / ((counts[bucket] ?? 0) - below));
}

/** The same binary search as Go's, because counts may be NaN. */
function firstAtLeast(rank: number, counts: Float64Array, length: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((counts[middle] ?? 0) >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}

function mergeEqualBounds(buckets: Buckets): void {
  const { bounds, counts } = buckets;
  let kept = 0;
  for (let index = 1; index < buckets.length; index += 1) {
    if (bounds[index] === bounds[kept]) {
      counts[kept] = (counts[kept] ?? 0) + (counts[index] ?? 0);
    } else {
      kept += 1;
      bounds[kept] = bounds[index] ?? 0;
      counts[kept] = counts[index] ?? 0;
    }
  }
  buckets.length = kept + 1;
}

/** Evens out differences that are rounding errors, and raises counts that are below those of a lower bucket; null when none was. */
function makeMonotonic({ bounds, counts, length }: Buckets): ForcedMonotonicity | null {
  let forced: ForcedMonotonicity | null = null;
  let previous = counts[0] ?? 0;
  for (let index = 1; index < length; index += 1) {
    const count = counts[index] ?? 0;
    if (count === previous) continue;
    if (isAlmostEqual(previous, count)) {
      counts[index] = previous;
    } else if (count < previous) {
      const bound = bounds[index] ?? 0;
      counts[index] = previous;
      forced = widen(forced, bound, previous - count);
    } else {
      previous = count;
    }
  }
  return forced;
}

function widen(forced: ForcedMonotonicity | null, bound: number, difference: number): ForcedMonotonicity {
  return {
    minBucket: Math.min(forced?.minBucket ?? bound, bound),
    maxBucket: Math.max(forced?.maxBucket ?? bound, bound),
    maxDifference: Math.max(forced?.maxDifference ?? 0, difference),
  };
}

/** util/almost of Prometheus. */
function isAlmostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < smallestNormal) return difference < smallDelta * smallestNormal;
  return difference / Math.min(sum, Number.MAX_VALUE) < smallDelta;
}

/** Share of the observations between two values (promql/quantile.go, BucketFraction). Changes the buckets. */
export function bucketFraction(lower: number, upper: number, buckets: Buckets): number {
  const { bounds, counts } = buckets;
  if (bounds[buckets.length - 1] !== Infinity) return NaN;
  mergeEqualBounds(buckets);
  const total = counts[buckets.length - 1] ?? 0;
  if (total === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, buckets, total) - rankOf(lower, buckets, total)) / total;
}

/** How many observations are below a value, at most `total`. */
function rankOf(value: number, { bounds, counts, length }: Buckets, total: number): number {
  let rank = 0;
  for (let index = 0; index < length; index += 1) {
    const start = index > 0 ? (bounds[index - 1] ?? 0) : (bounds[0] ?? 0) <= 0 ? -Infinity : 0;
    const end = bounds[index] ?? 0;
    const count = counts[index] ?? 0;
    if (start >= value) return Math.min(rank, total);
    if (end > value) {
      const within = start === -Infinity ? count : rank + ((count - rank) * (value - start)) / (end - start);
      return within > total ? total : within;
    }
    rank = count;
  }
  return total;
}
