import { describe, expect, test } from 'vitest';
import { plain } from '@/components/sla/fixture';
import { budgetLeftWords, keptWords, lengthWords, lostWords, minutesWords } from './statement-figures';

const minute = 60_000;
const hour = 60 * minute;

describe('minutes are cut, and what was lost is never less than it is', () => {
  test.each([
    [0, '0.00', '0.00'],
    [1, 'under 0.01', 'under 0.01'],
    [599, 'under 0.01', 'under 0.01'],
    [600, '0.01', '0.01'],
    [601, '0.01', '0.02'],
    [30 * minute, '30.00', '30.00'],
    [44_640 * minute - 1, '44,639.99', '44,640.00'],
    [44_640 * minute, '44,640.00', '44,640.00'],
  ])('%d ms', (ms, kept, lost) => {
    expect(minutesWords(ms)).toBe(kept);
    expect(minutesWords(ms, true)).toBe(lost);
  });
});

test.each([
  [0, '0 s'], [1, '0.001 s'], [59_999, '59.999 s'], [3 * minute + 10_500, '3 m 10.5 s'], [720 * hour - 1, '719 h 59 m 59.999 s'], [59_999.9999, '59.999 s'], [2_591_999.9999999, '43 m 12 s'],
])('%d ms in full', (ms, words) => expect(plain(lengthWords(ms))).toBe(words));

describe('what was kept is cut, what was lost is not', () => {
  test.each([
    [1_500.4, 'ms', '1.5 s', '1.501 s'],
    [0, 'events', '0 events', '0 events'],
    [0.04, 'events', 'under 0.1 events', 'under 0.1 events'],
    [1.04, 'events', '1 event', '1.1 events'],
    [1.1, 'events', '1.1 events', '1.1 events'],
    [9.96, 'events', '9.9 events', '10 events'],
    [1_234.5, 'events', '1,234 events', '1,235 events'],
    [580, 'events', '580 events', '580 events'],
  ] as const)('%d %s', (amount, unit, kept, lost) => {
    expect(plain(keptWords(amount, unit))).toBe(kept);
    expect(plain(lostWords(amount, unit))).toBe(lost);
  });
});

test('a budget that is gone is overspent, not negative; what is left is never rounded up', () => {
  const amount = { good: 0, bad: 0, unit: 'ms' } as const;
  expect(plain(budgetLeftWords({ budget: { total: hour, spent: 2 * hour, left: -hour }, amount }))).toBe('overspent by 1 h');
  expect(plain(budgetLeftWords({ budget: { total: hour, spent: 0, left: hour }, amount }))).toBe('1 h');
  expect(plain(budgetLeftWords({ budget: { total: hour, spent: 600, left: hour - 600 }, amount }))).toBe('59 m 59.4 s');
  expect(plain(budgetLeftWords({ budget: { total: hour, spent: hour + 400, left: -400 }, amount }))).toBe('overspent by 0.4 s');
});
