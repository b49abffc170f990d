/** Buckets to the doubling: each is at most 9 % wide, so a percentile is at most 5 % off. */
const bucketsPerDoubling = 8;
const smallestSeconds = 1e-6;

/** Enough buckets for 1 µs to about 70 minutes. */
export const bucketCount = 32 * bucketsPerDoubling;

/** The bucket of a duration in seconds. */
export function bucketOf(seconds: number): number {
  if (seconds <= smallestSeconds) return 0;
  return Math.min(bucketCount - 1, Math.floor(Math.log2(seconds / smallestSeconds) * bucketsPerDoubling));
}

/** The quantile (0 to 1) of counted durations in seconds, as the geometric middle of its bucket; null when nothing was counted. */
export function quantileOf(counts: ArrayLike<number>, quantile: number): number | null {
  let total = 0;
  for (let index = 0; index < counts.length; index += 1) total += counts[index] ?? 0;
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(quantile * total));
  let seen = 0;
  for (let index = 0; index < counts.length; index += 1) {
    seen += counts[index] ?? 0;
    if (seen >= rank) return smallestSeconds * 2 ** ((index + 0.5) / bucketsPerDoubling);
  }
  return null;
}
