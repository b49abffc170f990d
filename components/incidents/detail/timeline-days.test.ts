import { describe, expect, test } from 'vitest';
import type { TimelineEntry } from '@/lib/incidents/schemas';
import { daysOf, dayWord, filterOf, kindsOf, rowsOf } from './timeline-days';

const noon = Date.UTC(2026, 2, 5, 12);
const entry = (id: string, at: number, change: Partial<TimelineEntry> = {}): TimelineEntry => ({ id, at, noted: at, kind: 'comment', text: id, actor: null, subject: null, evidence: null, isPinned: false, corrects: null, ...change });
const corrects = (id: string, at: number, what: string) => entry(id, at, { kind: 'correction', corrects: what });
const idsOf = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => [row.entry.id, ...row.corrections.map(({ id }) => id)].join('<'));

describe('a correction stands at what it corrects', () => {
  test.each([
    ['the newest correction first', [corrects('3', noon + 2, '1'), corrects('2', noon + 1, '1'), entry('1', noon)], ['1<3<2']],
    ['who corrects a correction corrects the same entry', [corrects('3', noon + 2, '2'), corrects('2', noon + 1, '1'), entry('1', noon)], ['1<3<2']],
    ['alone where what it corrects is not there', [corrects('2', noon + 1, '1'), entry('0', noon)], ['2', '0']],
    ['an entry that two pages tell stands once', [entry('1', noon), entry('1', noon)], ['1']],
    ['a circle does not hang', [corrects('1', noon, '2'), corrects('2', noon, '1')], ['1', '2']],
  ])('%s', (_name, entries, expected) => expect(idsOf(rowsOf(entries))).toEqual(expected));

  test('a filter shows no correction of what it leaves out', () => {
    const entries = [corrects('3', noon + 2, '9'), corrects('2', noon + 1, '1'), entry('1', noon, { kind: 'state' })];
    expect(idsOf(rowsOf(entries, 'changes'))).toEqual(['1<2']);
    expect(idsOf(rowsOf(entries, 'comments'))).toEqual(['3']);
  });
});

test('days are those of who looks', () => {
  const rows = rowsOf([entry('3', Date.UTC(2026, 2, 5, 20)), entry('2', Date.UTC(2026, 2, 5, 10)), entry('1', Date.UTC(2026, 2, 4, 22))]);
  const shape = (zone: string) => daysOf(rows, zone).map(({ day, rows: of }) => [day, of.length]);
  expect(shape('UTC')).toEqual([['Thu, 5 Mar 2026', 2], ['Wed, 4 Mar 2026', 1]]);
  expect(shape('Asia/Tokyo')).toEqual([['Fri, 6 Mar 2026', 1], ['Thu, 5 Mar 2026', 2]]);
});

test('today and yesterday have their words', () => {
  const [today] = daysOf(rowsOf([entry('1', noon)]), 'UTC');
  expect(dayWord(today?.day ?? '', noon, 'UTC')).toBe('Today');
  expect(dayWord(today?.day ?? '', noon + 86_400_000, 'UTC')).toBe('Yesterday');
  expect(dayWord(today?.day ?? '', noon + 2 * 86_400_000, 'UTC')).toBe('Thu, 5 Mar 2026');
});

test.each([
  ['the day has 25 hours', '2026-10-26T22:59:00Z', 'Mon, 26 Oct 2026', 'Sun, 25 Oct 2026'],
  ['the day before had 25 hours', '2026-10-25T23:30:00Z', 'Mon, 26 Oct 2026', 'Sun, 25 Oct 2026'],
  ['the last hour of a day of 25', '2026-10-25T22:30:00Z', 'Sun, 25 Oct 2026', 'Sat, 24 Oct 2026'],
  ['a day of 23 hours', '2026-03-29T22:30:00Z', 'Mon, 30 Mar 2026', 'Sun, 29 Mar 2026'],
  ['the first of a year', '2027-01-01T11:00:00Z', 'Fri, 1 Jan 2027', 'Thu, 31 Dec 2026'],
])('yesterday is the day before by the calendar: %s', (_, now, today, yesterday) => {
  expect([today, yesterday].map((day) => dayWord(day, Date.parse(now), 'Europe/Berlin'))).toEqual(['Today', 'Yesterday']);
});

test('what the URL says is a filter, or none', () => {
  expect(['alerts', 'nonsense', 'toString', '', null].map(filterOf)).toEqual(['alerts', null, null, null, null]);
  expect(kindsOf(null)).toEqual([]);
  expect(kindsOf('alerts')).toEqual(['alert_joined', 'alert_left', 'alert_state', 'correction']);
});
