import { describe, expect, it } from 'vitest';
import type { RecordedDay } from '@/lib/sla/recorded-days';
import { createDayShelf } from './day-shelf';

const daysOf = (count: number): RecordedDay[] => Array.from({ length: count }, (_, index) => ({ day: `day ${index}`, fromMs: index, toMs: index + 1, part: { tally: null, amount: { good: 1, bad: 0, unit: 'events' } } }));
const of = (id: string, version = 1, daysVersion = 1) => ({ id, version, daysVersion });

/** What a list does: it looks for each, and puts there what it did not find. Answers what it had to read. */
function list(shelf: ReturnType<typeof createDayShelf>, ids: string, count = 10): string {
  const needed = new Map<string, RecordedDay[]>();
  const unknown: string[] = [];
  for (const id of ids) {
    const days = shelf.find(of(id));
    if (days) needed.set(id, days);
    else unknown.push(id);
  }
  for (const id of unknown) {
    const days = daysOf(count);
    needed.set(id, days);
    shelf.put(of(id), days, needed);
  }
  return unknown.join('');
}

describe('the shelf of recorded days', () => {
  it('keeps the days of one version of an objective', () => {
    const shelf = createDayShelf(100);
    const days = daysOf(5);
    shelf.put(of('a'), days, new Map());
    expect(shelf.find(of('a'))).toBe(days);
    expect(shelf.find(of('a', 2))).toBeUndefined();
    expect(shelf.find(of('a', 1, 2))).toBeUndefined();
    shelf.put(of('a', 2), daysOf(6), new Map());
    expect([shelf.find(of('a'))?.length, shelf.find(of('a', 2))?.length]).toEqual([undefined, 6]);
  });
  it('makes room by what nobody looked for longest', () => {
    const shelf = createDayShelf(30);
    expect(list(shelf, 'abc')).toBe('abc');
    expect(list(shelf, 'a')).toBe('');
    expect(list(shelf, 'd')).toBe('d');
    expect(list(shelf, 'acd')).toBe('');
    expect(list(shelf, 'b')).toBe('b');
  });
  it('keeps the first part of a list that is longer than it, each time anew', () => {
    const shelf = createDayShelf(30);
    expect([list(shelf, 'abcde'), list(shelf, 'abcde'), list(shelf, 'abcde')]).toEqual(['abcde', 'de', 'de']);
  });
  it('counts days rather than objectives, and one without a day as one', () => {
    const shelf = createDayShelf(3);
    expect([list(shelf, 'abc', 0), list(shelf, 'abc', 0), list(shelf, 'd', 0), list(shelf, 'bcd', 0)]).toEqual(['abc', '', 'd', '']);
    expect([list(shelf, 'e', 4), list(shelf, 'e', 4)]).toEqual(['e', 'e']);
  });
});
