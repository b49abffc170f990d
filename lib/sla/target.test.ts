import { describe, expect, it } from 'vitest';
import { allowanceOf, badShareOf, burnRateOf, isWithin, percentOf } from './target';

const days30 = 2_592_000_000;

describe('a target', () => {
  it.each([
    ['99', 1_000_000n],
    ['99.9', 100_000n],
    ['99.95', 50_000n],
    ['99.99', 10_000n],
    ['99.999', 1_000n],
    ['99.999999', 1n],
    ['0.000001', 99_999_999n],
    ['50', 50_000_000n],
  ])('of %s %% leaves a share that is exact', (target, share) => expect(badShareOf(target)).toBe(share));

  it.each([
    ['99', days30, 25_920_000],
    ['99.9', days30, 2_592_000],
    ['99.95', days30, 1_296_000],
    ['99.99', days30, 259_200],
    ['99.999', days30, 25_920],
    ['99.999999', days30, 25.92],
    ['99.99', 2_678_400_000, 267_840],
    ['99.999', 1, 0.00001],
    ['99.9', 0, 0],
    ['99.9', 1_234.5, 1.2345],
  ])('of %s %% allows of %d', (target, base, allowed) => expect(allowanceOf(base, target)).toBe(allowed));

  it.each([
    ['99.999', 25_920, days30, true],
    ['99.999', 25_921, days30, false],
    ['99.9', 1, 1_000, true],
    ['99.9', 1, 999, false],
    ['99.7', 3, 1_000, true],
    ['99.999999', 25, days30, true],
    ['99.999999', 26, days30, false],
    ['99.9', 1.5, 1_500.5, true],
    ['99.9', 1.6, 1_500.5, false],
  ])('of %s %% with %d bad of %d: %s', (target, bad, base, met) => expect(isWithin(bad, base, target)).toBe(met));
});

describe('a percentage', () => {
  it.each([
    [0, 0, null],
    [1, 0, 100],
    [0, 1, 0],
    [9_995, 5, 99.95],
    [2, 1, 66.666666],
    [days30 - 1, 1, 99.999999],
    [9_999_999_999, 1, 99.999999],
    [99_989_999, 10_001, 99.989999],
    [999.5, 0.5, 99.95],
    [1e12 + 0.5, 0.5, 99.999999],
  ])('of %d good and %d bad is %s, never rounded up', (good, bad, percent) => expect(percentOf({ good, bad })).toBe(percent));
});

describe('a burn rate', () => {
  it.each([
    ['99.9', 3_548_160, 51_840, 14.4],
    ['99.9', 3_596_400, 3_600, 1],
    ['99.99', 3_600_000, 0, 0],
    ['99', 0, 3_600_000, 100],
    ['99.9', 0, 0, null],
  ])('at %s %% with %d good and %d bad is %s', (target, good, bad, rate) => expect(burnRateOf({ good, bad }, target)).toBe(rate));
});
