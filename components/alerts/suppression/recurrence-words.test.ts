import { expect, test } from 'vitest';
import type { MaintenanceSchedule, Recurrence } from '@/lib/alerts/suppression/schemas';
import { openingWords, recurrenceWords, scheduleWords, shiftWords } from './recurrence-words';

const sundays: Extract<MaintenanceSchedule, { kind: 'recurring' }> = {
  kind: 'recurring', timeZone: 'Europe/Berlin', startDate: '2026-01-01', endDate: null, time: '02:00', durationMinutes: 120, recurrence: { kind: 'weekly', everyWeeks: 1, weekdays: [7] },
};

test.each<[Recurrence, string]>([
  [{ kind: 'daily', everyDays: 1 }, 'Every day'],
  [{ kind: 'daily', everyDays: 3 }, 'Every 3 days'],
  [{ kind: 'weekly', everyWeeks: 1, weekdays: [4, 1, 1] }, 'Every Monday and Thursday'],
  [{ kind: 'weekly', everyWeeks: 1, weekdays: [1, 2, 3, 4, 5] }, 'Monday to Friday'],
  [{ kind: 'weekly', everyWeeks: 1, weekdays: [7, 6, 5, 4, 3, 2, 1] }, 'Every day'],
  [{ kind: 'weekly', everyWeeks: 2, weekdays: [6, 7, 1] }, 'Every 2 weeks on Monday, Saturday and Sunday'],
  [{ kind: 'monthly', day: 1 }, 'On day 1 of every month'],
  [{ kind: 'monthly', day: 31 }, 'On day 31 of every month that has it'],
  [{ kind: 'monthly', day: 'last' }, 'On the last day of every month'],
  [{ kind: 'monthly_weekday', week: 1, weekday: 7 }, 'Every first Sunday of the month'],
  [{ kind: 'monthly_weekday', week: 'last', weekday: 5 }, 'Every last Friday of the month'],
])('%j reads %s', (recurrence, expected) => expect(recurrenceWords(recurrence)).toBe(expected));

test.each<[Partial<typeof sundays>, string]>([
  [{}, 'Every Sunday, 02:00 to 04:00, Europe/Berlin'],
  [{ time: '23:30', durationMinutes: 60 }, 'Every Sunday, 23:30 to 00:30, Europe/Berlin'],
  [{ durationMinutes: 2 * 1440 }, 'Every Sunday, 02:00, for 2 d, Europe/Berlin'],
  [{ endDate: '2026-12-31' }, 'Every Sunday, 02:00 to 04:00, Europe/Berlin, until 31 Dec 2026'],
  [{ recurrence: { kind: 'daily', everyDays: 3 } }, 'Every 3 days, counted from 1 Jan 2026, 02:00 to 04:00, Europe/Berlin'],
])('a schedule in words %#', (change, expected) => expect(scheduleWords({ ...sundays, ...change }, 'UTC')).toBe(expected));

test('a window that opens once is told in the zone of who looks', () => {
  const startsAt = Date.UTC(2026, 10, 22, 1);
  expect(scheduleWords({ kind: 'once', startsAt, endsAt: startsAt + 7_200_000 }, 'Europe/Berlin')).toBe('Once, Sun 22 Nov, 02:00 to 04:00');
  expect(openingWords({ startsAt, endsAt: startsAt + 86_400_000 }, 'UTC')).toBe('Sun 22 Nov, 01:00 to Mon 23 Nov, 01:00');
});

const hour = 3_600_000;

test.each<[string, number, number, string | null]>([
  ['a usual night', Date.UTC(2026, 10, 22, 1), 2 * hour, null],
  ['the night that has no 02:00', Date.UTC(2026, 2, 29, 1), 2 * hour, 'Sun 29 Mar has no 02:00, because the clocks go forward: it opens at 03:00.'],
  ['the night with 02:00 twice', Date.UTC(2026, 9, 25, 0), 2 * hour, 'The clocks change on Sun 25 Oct: it ends at 03:00 instead of 04:00, and lasts 2 h as always.'],
])('the change of the clocks is told: %s', (_, startsAt, lengthMs, expected) => expect(shiftWords(sundays, { startsAt, endsAt: startsAt + lengthMs })).toBe(expected));
