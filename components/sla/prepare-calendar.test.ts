import { expect, test } from 'vitest';
import { day } from './fixture';
import { dayByKey, prepareCalendar } from './prepare-calendar';

const dates = ['2026-01-30', '2026-01-31', ...Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`), '2026-03-01'];
const months = prepareCalendar(dates.map((date) => day(date, date === '2026-02-03' ? { downMs: 3_600_000 } : {})), '99.9');

test('the days stand in their months, the newest first', () => {
  expect(months.map(({ label, cells }) => [label, cells.length])).toEqual([['Mar 2026', 1], ['Feb 2026', 28], ['Jan 2026', 2]]);
  expect(months[1]?.cells[2]).toEqual({ index: 4, day: 3, kind: 'missed' });
});

const keys: readonly [string, number, number | null][] = [
  ['ArrowLeft', 4, 3],
  ['ArrowLeft', 0, 0],
  ['ArrowRight', 30, 30],
  ['ArrowRight', 1, 2],
  ['Home', 9, 0],
  ['End', 9, 30],
  ['ArrowDown', 29, 0],
  ['ArrowUp', 1, 29],
  ['ArrowUp', 30, 30],
  ['Enter', 4, null],
];

test.each(keys)('%s leads from day %d to %s', (key, from, to) => {
  expect(dayByKey(months, from, key)).toBe(to);
});
