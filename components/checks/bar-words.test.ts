import { expect, test } from 'vitest';
import type { Bar } from '@/lib/checks/api';
import { barTime, barWords, barsSummary } from './bar-words';

const empty: Bar = { from: 0, to: 900_000, upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };

test.each<[Partial<Bar>, string]>([
  [{}, 'not measured'],
  [{ upMs: 900_000 }, 'up all the time that was measured'],
  [{ upMs: 780_000, downMs: 120_000 }, 'down 2 min, up 13 min'],
  [{ upMs: 899_900, unknownMs: 100 }, 'up all the time that was measured'],
  [{ maintenanceMs: 60_000, unknownMs: 840_000 }, 'in maintenance 1 min, not known 14 min'],
])('a bar of %o is said as %s', (bar, words) => {
  expect(barWords({ ...empty, ...bar })).toBe(words);
});

test('the time of a bar has its date where more than a day is shown', () => {
  const hourMs = 3_600_000;
  const from = Date.UTC(2026, 2, 5, 3);
  expect(barTime({ ...empty, from, to: from + hourMs / 4 }, 24 * hourMs, 'UTC')).toBe('03:00 to 03:15');
  expect(barTime({ ...empty, from, to: from + 2 * hourMs }, 7 * 24 * hourMs, 'UTC')).toBe('5 Mar, 03:00 to 05:00');
  expect(barTime({ ...empty, from, to: from + 24 * hourMs }, 90 * 24 * hourMs, 'UTC')).toBe('5 Mar, 03:00 to 6 Mar, 03:00');
});

test('all bars are one sentence', () => {
  expect(barsSummary([empty], 'Last 24 h', null)).toBe('Last 24 h: nothing is known.');
  expect(barsSummary([{ ...empty, downMs: 60_000 }, { ...empty, downMs: 5_000 }], 'Last 24 h', 99.92)).toBe('Last 24 h: up 99.92 % of the known time, down for 1 min.');
  expect(barsSummary([empty], 'Last 24 h', 100)).toBe('Last 24 h: up 100 % of the known time, never down.');
});
