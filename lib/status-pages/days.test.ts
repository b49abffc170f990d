import { describe, expect, test } from 'vitest';
import { lastDays } from './days';

describe('the last local days are as many as were asked for, and end today', () => {
  const cases: [string, string, string, string, string][] = [
    ['in UTC', '2026-11-22T12:00:00Z', 'UTC', '2026-08-25', '2026-11-22'],
    ['soon after midnight, when the clocks were set forward', '2026-03-29T22:30:00Z', 'Europe/Berlin', '2025-12-31', '2026-03-30'],
    ['soon before midnight, when the clocks were set back', '2026-10-25T22:30:00Z', 'Europe/Berlin', '2026-07-28', '2026-10-25'],
    ['soon after midnight, when the clocks were set back', '2026-10-25T23:30:00Z', 'Europe/Berlin', '2026-07-29', '2026-10-26'],
  ];
  test.each(cases)('%s', (_name, now, timeZone, first, last) => {
    const days = lastDays(90, Date.parse(now), timeZone).map(({ day }) => day);
    expect([days.length, days[0], days.at(-1)]).toEqual([90, first, last]);
  });
});
