import { describe, expect, it } from 'vitest';
import { bucketCount, bucketOf, quantileOf } from './latency-histogram';

describe('quantileOf', () => {
  it('is within 5 % of the exact quantile over six decades', () => {
    const durations = Array.from({ length: 10_000 }, (_, index) => 1e-5 * 10 ** ((index / 10_000) * 6));
    const counts = new Uint32Array(bucketCount);
    for (const seconds of durations) counts[bucketOf(seconds)] = (counts[bucketOf(seconds)] ?? 0) + 1;
    for (const quantile of [0.01, 0.5, 0.95, 0.99, 1]) {
      const exact = durations[Math.ceil(quantile * durations.length) - 1] ?? Number.NaN;
      const estimated = quantileOf(counts, quantile) ?? Number.NaN;
      expect(Math.abs(estimated / exact - 1)).toBeLessThan(0.05);
    }
  });

  it('is unknown when nothing was counted', () => {
    expect(quantileOf(new Uint32Array(bucketCount), 0.95)).toBeNull();
  });

  it('keeps durations beyond both ends', () => {
    expect(bucketOf(0)).toBe(0);
    expect(bucketOf(1e9)).toBe(bucketCount - 1);
  });
});
