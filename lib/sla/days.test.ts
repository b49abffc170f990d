import { describe, expect, it } from 'vitest';
import { dayAt, daysBetween, windowAt } from './days';
import type { SlaWindow } from './schemas';

const at = (text: string) => Date.parse(text);
const hours = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => (toMs - fromMs) / 3_600_000;

describe('a local day', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T10:00Z', '2026-03-29', '2026-03-28T23:00Z', 23],
    ['Europe/Berlin', '2026-10-25T10:00Z', '2026-10-25', '2026-10-24T22:00Z', 25],
    ['Europe/Berlin', '2026-10-24T21:59:59.999Z', '2026-10-24', '2026-10-23T22:00Z', 24],
    ['Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25', '2026-10-24T22:00Z', 25],
    ['America/New_York', '2026-03-08T12:00Z', '2026-03-08', '2026-03-08T05:00Z', 23],
    ['Australia/Lord_Howe', '2026-04-04T20:00Z', '2026-04-05', '2026-04-04T13:00Z', 24.5],
    ['Asia/Beirut', '2026-03-29T10:00Z', '2026-03-29', '2026-03-28T22:00Z', 23],
    ['UTC', '2028-02-29T23:59:59.999Z', '2028-02-29', '2028-02-29T00:00Z', 24],
    ['Asia/Kathmandu', '2026-01-01T00:00Z', '2026-01-01', '2025-12-31T18:15Z', 24],
  ])('in %s around %s is %s from %s for %d h', (zone, time, day, from, length) => {
    const found = dayAt(at(time), zone);
    expect([found.day, new Date(found.fromMs).toISOString(), hours(found)]).toEqual([day, new Date(from).toISOString(), length]);
  });

  it('follows the one before it without a gap, all through a year with a leap day', () => {
    const days = daysBetween(at('2027-12-31T23:00Z'), at('2028-12-31T23:00Z'), 'Europe/Berlin');
    expect([days.length, days[0]?.day, days[59]?.day, days.at(-1)?.day]).toEqual([366, '2028-01-01', '2028-02-29', '2028-12-31']);
    for (const [index, { fromMs }] of days.entries()) if (index > 0) expect(fromMs).toBe(days[index - 1]?.toMs);
    expect(days.filter((day) => hours(day) !== 24).map((day) => [day.day, hours(day)])).toEqual([['2028-03-26', 23], ['2028-10-29', 25]]);
  });
  it('that a zone left out is none', () => expect(daysBetween(at('2011-12-29T12:00Z'), at('2011-12-31T12:00Z'), 'Pacific/Apia').map(({ day }) => day)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01']));
  it('that a time only touches is not among its days', () => {
    expect(daysBetween(at('2026-01-02T00:00Z'), at('2026-01-03T00:00Z'), 'UTC').map(({ day }) => day)).toEqual(['2026-01-02']);
    expect(daysBetween(at('2026-01-02T23:59:59.999Z'), at('2026-01-03T00:00:00.001Z'), 'UTC').map(({ day }) => day)).toEqual(['2026-01-02', '2026-01-03']);
    expect(daysBetween(5, 5, 'UTC')).toEqual([]);
  });
});

describe('a window', () => {
  const month: SlaWindow = { kind: 'calendar', unit: 'month' };
  const quarter: SlaWindow = { kind: 'calendar', unit: 'quarter' };
  it.each<[SlaWindow, string, string, string, string]>([
    [{ kind: 'rolling', days: 30 }, 'Europe/Berlin', '2026-04-01T00:00Z', '2026-03-02T00:00Z', '2026-04-01T00:00Z'],
    [month, 'UTC', '2028-02-29T23:59:59.999Z', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
    [month, 'Europe/Berlin', '2026-03-15T00:00Z', '2026-02-28T23:00Z', '2026-03-31T22:00Z'],
    [month, 'Europe/Berlin', '2026-03-31T22:00Z', '2026-03-31T22:00Z', '2026-04-30T22:00Z'],
    [month, 'America/New_York', '2026-01-01T03:00Z', '2025-12-01T05:00Z', '2026-01-01T05:00Z'],
    [quarter, 'UTC', '2026-12-31T00:00Z', '2026-10-01T00:00Z', '2027-01-01T00:00Z'],
    [quarter, 'UTC', '2026-01-01T00:00Z', '2026-01-01T00:00Z', '2026-04-01T00:00Z'],
    [quarter, 'Europe/Berlin', '2026-05-05T00:00Z', '2026-03-31T22:00Z', '2026-06-30T22:00Z'],
  ])('%j in %s at %s is from %s to %s', (window, zone, now, from, to) => expect(windowAt(window, zone, at(now))).toEqual({ fromMs: at(from), toMs: at(to) }));
});
