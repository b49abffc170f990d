import { describe, expect, it } from 'vitest';
import { alignedTime, offsetOf, untilNextMs } from './schedule';

describe('the offset of a target', () => {
  it('is the same every time and lies in the interval', () => {
    for (const target of ['', 'a', 'http://web-1:9100/metrics', 'ü😀']) {
      expect(offsetOf(target, 15_000)).toBe(offsetOf(target, 15_000));
      expect(offsetOf(target, 15_000)).toBeGreaterThanOrEqual(0);
      expect(offsetOf(target, 15_000)).toBeLessThan(15_000);
    }
  });

  it('spreads targets that differ in one character over the whole interval', () => {
    const perSecond = Array.from({ length: 15 }, () => 0);
    for (let host = 0; host < 1_500; host += 1) {
      const second = Math.floor(offsetOf(`http://web-${host}:9100/metrics`, 15_000) / 1_000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
    }
    expect(Math.min(...perSecond)).toBeGreaterThan(60);
    expect(Math.max(...perSecond)).toBeLessThan(145);
  });
});

describe('the time until the next scrape', () => {
  const rows: [what: string, now: number, isFirst: boolean, expected: number][] = [
    ['of a start before the offset', 2_000, true, 1_000],
    ['of a start after it', 4_000, true, 14_000],
    ['of a start right at it', 3_000, true, 0],
    ['of one that is on time', 18_000, false, 15_000],
    ['of one that rang 1 ms early', 17_999, false, 15_001],
    ['of one that is late', 20_000, false, 13_000],
    ['of one that is very late', 29_000, false, 19_000],
  ];
  it.each(rows)('%s leads to the next of its own times', (_, now, isFirst, expected) => {
    expect(untilNextMs(now, 15_000, 3_000, isFirst)).toBe(expected);
    expect((now + expected - 3_000) % 15_000).toBe(0);
  });
});

describe('the time of the samples', () => {
  const rows: [what: string, now: number, interval: number, expected: number][] = [
    ['is the due time when it is hardly later', 18_008, 15_000, 18_000],
    ['is the due time when the alarm rang early', 17_999, 15_000, 18_000],
    ['is now when it is later', 18_011, 15_000, 18_011],
    ['is exact to 1 % of a short interval', 1_008, 500, 1_008],
  ];
  it.each(rows)('%s', (_, now, interval, expected) => expect(alignedTime(now, interval, 3_000 % interval)).toBe(expected));
});
