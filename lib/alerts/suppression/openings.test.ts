import { describe, expect, it } from 'vitest';
import { currentOpening, upcomingOpenings } from './openings';
import { MaintenanceSchedule, type Recurrence } from './schemas';

const at = (text: string) => Date.parse(text);
const iso = (timeMs: number) => new Date(timeMs).toISOString().replace(':00.000Z', 'Z');

function recurring(changed: { timeZone?: string; startDate?: string; endDate?: string | null; time?: string; durationMinutes?: number; recurrence?: Recurrence }) {
  return MaintenanceSchedule.parse({
    kind: 'recurring', timeZone: 'UTC', startDate: '2026-01-01', endDate: null, time: '02:30', durationMinutes: 60, recurrence: { kind: 'daily', everyDays: 1 }, ...changed,
  });
}

const startsAfter = (schedule: MaintenanceSchedule, from: string, count = 3) => upcomingOpenings(schedule, at(from), count).map(({ startsAt }) => iso(startsAt));

describe('a daily opening at 02:30 or so, when the clocks change', () => {
  it.each([
    ['Europe/Berlin, spring: 02:30 does not exist and opens at 03:30', 'Europe/Berlin', '02:30', '2026-03-28T00:00Z', ['2026-03-28T01:30Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z']],
    ['Europe/Berlin, autumn: 02:30 comes twice and opens at the first', 'Europe/Berlin', '02:30', '2026-10-23T12:00Z', ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    ['America/New_York, spring', 'America/New_York', '02:30', '2026-03-07T00:00Z', ['2026-03-07T07:30Z', '2026-03-08T07:30Z', '2026-03-09T06:30Z']],
    ['America/New_York, autumn', 'America/New_York', '01:30', '2026-10-31T00:00Z', ['2026-10-31T05:30Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    ['Australia/Lord_Howe, spring: half an hour is left out', 'Australia/Lord_Howe', '02:15', '2026-10-02T12:00Z', ['2026-10-02T15:45Z', '2026-10-03T15:45Z', '2026-10-04T15:15Z']],
    ['Australia/Lord_Howe, autumn: half an hour comes twice', 'Australia/Lord_Howe', '01:45', '2026-04-03T12:00Z', ['2026-04-03T14:45Z', '2026-04-04T14:45Z', '2026-04-05T15:15Z']],
    ['Asia/Kolkata, which never changes', 'Asia/Kolkata', '02:30', '2026-03-28T00:00Z', ['2026-03-28T21:00Z', '2026-03-29T21:00Z', '2026-03-30T21:00Z']],
    ['Pacific/Apia, which left out 30 December 2011: once for the two days', 'Pacific/Apia', '02:30', '2011-12-29T00:00Z', ['2011-12-29T12:30Z', '2011-12-30T12:30Z', '2011-12-31T12:30Z']],
    ['UTC', 'UTC', '02:30', '2026-03-28T00:00Z', ['2026-03-28T02:30Z', '2026-03-29T02:30Z', '2026-03-30T02:30Z']],
  ])('%s', (_, timeZone, time, from, expected) => {
    expect(startsAfter(recurring({ timeZone, time, startDate: '2011-01-01' }), from)).toEqual(expected);
  });

  it.each([
    ['spring', '2026-03-29T00:30Z'],
    ['autumn', '2026-10-24T22:00Z'],
  ])('lasts its minutes in real time in %s', (_, from) => {
    const schedule = recurring({ timeZone: 'Europe/Berlin', time: '00:00', durationMinutes: 240 });
    const opening = currentOpening(schedule, at(from));
    expect((opening?.endsAt ?? 0) - (opening?.startsAt ?? 0)).toBe(240 * 60_000);
  });
});

describe('the days of a recurrence', () => {
  it.each<[string, Parameters<typeof recurring>[0], string, string[]]>([
    ['every third day', { recurrence: { kind: 'daily', everyDays: 3 }, time: '00:00' }, '2026-01-01T00:00Z', ['2026-01-04T00:00Z', '2026-01-07T00:00Z', '2026-01-10T00:00Z']],
    ['the first day itself', { time: '00:00' }, '2025-06-01T00:00Z', ['2026-01-01T00:00Z', '2026-01-02T00:00Z', '2026-01-03T00:00Z']],
    ['two days each second week, from the middle of the first', { startDate: '2026-01-07', recurrence: { kind: 'weekly', everyWeeks: 2, weekdays: [5, 1] }, time: '00:00' }, '2026-01-01T00:00Z', ['2026-01-09T00:00Z', '2026-01-19T00:00Z', '2026-01-23T00:00Z']],
    ['each Sunday', { recurrence: { kind: 'weekly', everyWeeks: 1, weekdays: [7] }, time: '23:00' }, '2026-01-01T00:00Z', ['2026-01-04T23:00Z', '2026-01-11T23:00Z', '2026-01-18T23:00Z']],
    ['the 31st: not in shorter months', { recurrence: { kind: 'monthly', day: 31 }, time: '00:00' }, '2026-01-31T00:00Z', ['2026-03-31T00:00Z', '2026-05-31T00:00Z', '2026-07-31T00:00Z']],
    ['the 29th: in February of leap years', { recurrence: { kind: 'monthly', day: 29 }, time: '00:00' }, '2028-01-29T00:00Z', ['2028-02-29T00:00Z', '2028-03-29T00:00Z', '2028-04-29T00:00Z']],
    ['the last of the month', { recurrence: { kind: 'monthly', day: 'last' }, time: '00:00' }, '2028-01-31T00:00Z', ['2028-02-29T00:00Z', '2028-03-31T00:00Z', '2028-04-30T00:00Z']],
    ['the second Tuesday', { recurrence: { kind: 'monthly_weekday', week: 2, weekday: 2 }, time: '00:00' }, '2026-09-01T00:00Z', ['2026-09-08T00:00Z', '2026-10-13T00:00Z', '2026-11-10T00:00Z']],
    ['the last Sunday', { recurrence: { kind: 'monthly_weekday', week: 'last', weekday: 7 }, time: '00:00' }, '2026-02-01T00:00Z', ['2026-02-22T00:00Z', '2026-03-29T00:00Z', '2026-04-26T00:00Z']],
    ['over the end of the year', { recurrence: { kind: 'monthly_weekday', week: 1, weekday: 1 }, time: '00:00' }, '2026-12-10T00:00Z', ['2027-01-04T00:00Z', '2027-02-01T00:00Z', '2027-03-01T00:00Z']],
    ['until the last day, that one with it', { endDate: '2026-01-02', time: '00:00' }, '2025-01-01T00:00Z', ['2026-01-01T00:00Z', '2026-01-02T00:00Z']],
    ['none when the last day is over', { endDate: '2026-01-02' }, '2026-01-03T00:00Z', []],
    ['none when the last day comes before the first opening', { endDate: '2026-01-20', recurrence: { kind: 'monthly', day: 31 } }, '2025-01-01T00:00Z', []],
  ])('%s', (_, changed, from, expected) => {
    expect(startsAfter(recurring(changed), from)).toEqual(expected);
  });

  it('opens on the same days when it is asked a moment after each opening', () => {
    const recurrences: Recurrence[] = [
      { kind: 'daily', everyDays: 5 }, { kind: 'weekly', everyWeeks: 3, weekdays: [2, 4, 7] }, { kind: 'monthly', day: 30 }, { kind: 'monthly', day: 'last' },
      { kind: 'monthly_weekday', week: 'last', weekday: 3 }, { kind: 'monthly_weekday', week: 4, weekday: 6 },
    ];
    for (const recurrence of recurrences) {
      const schedule = recurring({ recurrence, timeZone: 'America/New_York' });
      const openings = upcomingOpenings(schedule, at('2025-01-01T00:00Z'), 200);
      expect(openings).toHaveLength(200);
      for (const [index, opening] of openings.entries()) {
        expect(currentOpening(schedule, opening.startsAt)).toEqual(opening);
        expect(currentOpening(schedule, opening.startsAt - 1)).toBeNull();
        expect(currentOpening(schedule, opening.endsAt - 1)).toEqual(opening);
        expect(currentOpening(schedule, opening.endsAt)).toBeNull();
        if (index < 199) expect(upcomingOpenings(schedule, opening.startsAt, 1)).toEqual([openings[index + 1]]);
      }
    }
  });
});

describe('the opening of now', () => {
  it.each<[string, MaintenanceSchedule, string, string | null]>([
    ['a window that spans midnight, after midnight', recurring({ time: '23:00', durationMinutes: 180 }), '2026-02-02T01:59Z', '2026-02-01T23:00Z'],
    ['it is over', recurring({ time: '23:00', durationMinutes: 180 }), '2026-02-02T02:00Z', null],
    ['before the first one', recurring({}), '2025-12-31T23:59Z', null],
    ['after the last day, when it still goes on', recurring({ time: '23:00', durationMinutes: 180, endDate: '2026-02-01' }), '2026-02-02T01:00Z', '2026-02-01T23:00Z'],
    ['a week long', recurring({ durationMinutes: 10_080, recurrence: { kind: 'monthly', day: 1 } }), '2026-02-08T02:29Z', '2026-02-01T02:30Z'],
    ['openings that overlap: the latest', recurring({ durationMinutes: 4_320 }), '2026-02-03T03:00Z', '2026-02-03T02:30Z'],
    ['far east, where the date is a day ahead', recurring({ timeZone: 'Pacific/Kiritimati', time: '00:10' }), '2026-02-01T10:20Z', '2026-02-01T10:10Z'],
    ['far west', recurring({ timeZone: 'Pacific/Pago_Pago', time: '23:30' }), '2026-02-02T10:40Z', '2026-02-02T10:30Z'],
    ['centuries after it began', recurring({ startDate: '1600-02-29', recurrence: { kind: 'monthly', day: 31 }, time: '00:00' }), '2399-12-31T00:30Z', '2399-12-31T00:00Z'],
    ['once', MaintenanceSchedule.parse({ kind: 'once', startsAt: at('2026-02-01T00:00Z'), endsAt: at('2026-02-02T00:00Z') }), '2026-02-01T00:00Z', '2026-02-01T00:00Z'],
    ['once, over', MaintenanceSchedule.parse({ kind: 'once', startsAt: at('2026-02-01T00:00Z'), endsAt: at('2026-02-02T00:00Z') }), '2026-02-02T00:00Z', null],
  ])('%s', (_, schedule, now, expected) => {
    const opening = currentOpening(schedule, at(now));
    expect(opening && iso(opening.startsAt)).toBe(expected);
  });
});

describe('a schedule that means nothing is refused', () => {
  it.each([
    [{ timeZone: 'Europe/Nowhere' }, 'is no time zone that Nines knows'],
    [{ timeZone: '+02:00' }, 'is no time zone that Nines knows'],
    [{ timeZone: 'Europe/Berlin]x' }, 'is no time zone that Nines knows'],
    [{ startDate: '2026-02-30' }, 'must be a date'],
    [{ endDate: '2025-12-31' }, 'must not be before startDate'],
    [{ time: '24:00' }, 'must be a time'],
  ])('%j', (changed, message) => {
    expect(() => recurring(changed)).toThrow(message);
  });
});
