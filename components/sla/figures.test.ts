import { expect, test } from 'vitest';
import { plain } from './fixture';
import { decimalsOf, formatAmount, formatBurn, formatExact, formatPercent, shownUnit } from './figures';

const percents: readonly [number | null, string, string][] = [
  [null, '99.9', 'no data'],
  [100, '99.9', '100 %'],
  [99.999999, '99.9', '99.99 %'],
  [99.9999999999, '99.99', '99.999 %'],
  [99.9999999999999, '99.999999', '99.999999 %'],
  [99.99, '99.99', '99.990 %'],
  [99.98999, '99.99', '99.989 %'],
  [99.95, '99.95', '99.950 %'],
  [99.9499999, '99.95', '99.949 %'],
  [99.96, '99.9', '99.96 %'],
  [57.3, '99', '57.30 %'],
  [0, '99.9', '0.00 %'],
  [99.5, '99.9', '99.50 %'],
  [1 / 3, '99.9', '0.33 %'],
];

test.each(percents)('%s %% of the target %s is written %s', (percent, target, text) => {
  expect(formatPercent(percent, target)).toBe(text);
});

test('one lost millisecond of a year is never written as 100 %', () => {
  const yearMs = 365 * 86_400_000;
  for (const target of ['99', '99.9', '99.99', '99.999', '99.999999']) expect(formatPercent((100 * (yearMs - 1)) / yearMs, target)).not.toMatch(/^100/);
});

test('what equals the target by arithmetic is written as the target, with the decimals that it needs', () => {
  for (let hundredths = 9_000; hundredths < 10_000; hundredths += 1) {
    const target = (hundredths / 100).toFixed(2);
    expect(formatPercent((100 * (hundredths * 7)) / (10_000 * 7), target)).toBe(`${target}0 %`);
  }
  expect(['99', '99.9', '99.99', '99.999', '99.123456'].map(decimalsOf)).toEqual([2, 2, 3, 4, 6]);
});

const lengths: readonly [number, string][] = [
  [0, '0 s'],
  [0.4, 'under 1 ms'],
  [250, '250 ms'],
  [1_000, '1 s'],
  [19_260, '19.2 s'],
  [59_999, '59.9 s'],
  [60_000, '1 m'],
  [190_000, '3 m 10 s'],
  [-190_000, '3 m 10 s'],
  [259_200, '4 m 19 s'],
  [2_592_000, '43 m 12 s'],
  [3_600_000, '1 h'],
  [86_400_000 + 7_200_000 + 180_000 + 4_000, '1 d 2 h 3 m 4 s'],
  [366 * 86_400_000, '366 d'],
];

test.each(lengths)('%d ms are %s', (durationMs, text) => {
  expect(plain(formatExact(durationMs))).toBe(text);
});

test('events are counted, and a part of one is not hidden', () => {
  expect([0, 1, 0.04, 2.75, 12_345.6].map((amount) => formatAmount(amount, 'events'))).toEqual(['0 events', '1 event', 'under 0.1 events', '2.7 events', '12,345 events']);
  expect([1, 2].map((amount) => formatAmount(amount, shownUnit({ settings: { sli: { kind: 'latency' } }, amount: { good: 0, bad: 0, unit: 'events' } })))).toEqual(['1 result', '2 results']);
  expect(plain(formatAmount(-190_000, 'ms'))).toBe('3 m 10 s');
});

test('a burn rate has three digits at most, and none is not zero', () => {
  expect([null, 0, 0.001, 0.3333, 1, 14.4, 14.44, 999.6, 10_000].map(formatBurn)).toEqual(['no data', '0×', 'under 0.01×', '0.333×', '1×', '14.4×', '14.4×', '1,000×', '10,000×']);
});
