import { describe, expect, it } from 'vitest';
import { maxPoints } from './charts';
import { ranges, stepFor, windowBetween, windowOf, type RangeName } from './ranges';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);
const hour = 3_600_000;
const day = 24 * hour;

describe('stepFor', () => {
  const steps: [what: string, durationMs: number, stepMs: number][] = [
    ['nothing', 0, 1_000],
    ['ten seconds', 10_000, 1_000],
    ['399 seconds', 399_000, 1_000],
    ['400 seconds', 400_000, 2_000],
    ['15 minutes', 900_000, 5_000],
    ['an hour', hour, 10_000],
    ['a day', day, 300_000],
    ['30 days', 30 * day, 7_200_000],
    ['399 days', 399 * day, day],
    ['400 days', 400 * day, 2 * day],
    ['ten years', 3_650 * day, 10 * day],
  ];
  it.each(steps)('draws %s', (_, durationMs, stepMs) => {
    expect(stepFor(durationMs)).toBe(stepMs);
  });
});

describe('windowOf', () => {
  it.each(Object.keys(ranges) as RangeName[])('of %s ends now, starts its length before, both on the grid, in at most as many points as a chart draws', (range) => {
    for (const now of [start, start + 1, start + 123_456_789]) {
      const { fromMs, toMs, stepMs } = windowOf(range, now);
      expect(toMs).toBeLessThanOrEqual(now);
      expect(now - toMs).toBeLessThan(stepMs);
      expect(Math.abs(toMs - fromMs - ranges[range].durationMs)).toBeLessThanOrEqual(stepMs);
      expect([fromMs % stepMs, toMs % stepMs]).toEqual([0, 0]);
      expect((toMs - fromMs) / stepMs + 1).toBeLessThanOrEqual(maxPoints);
    }
  });
});

describe('windowBetween', () => {
  it('never has more points than a chart draws, wherever it lies on the grid', () => {
    for (const durationMs of [10_000, 398_999, 399_000, 399_001, 400_000, 797_999, 798_001, hour, day, 7 * day, 400 * day]) {
      for (const offset of [0, 1, 499, 999, 1_001, 59_999]) {
        const { fromMs, toMs, stepMs } = windowBetween(start + offset, start + offset + durationMs);
        expect((toMs - fromMs) / stepMs + 1).toBeLessThanOrEqual(maxPoints);
        expect(fromMs).toBeLessThanOrEqual(start + offset);
      }
    }
  });
});
