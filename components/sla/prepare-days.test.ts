import { expect, test } from 'vitest';
import { day, plain } from './fixture';
import { barsWords, dayBars, dayKind, dayWords, type DayKind } from './prepare-days';

const hourMs = 3_600_000;
const all = 24 * hourMs;

const kinds: readonly [string, Parameters<typeof day>[1], DayKind][] = [
  ['all of it unknown', { unknownMs: all }, 'none'],
  ['all of it in maintenance', { maintenanceMs: all }, 'none'],
  ['all of it up', {}, 'full'],
  ['a part of it unknown', { unknownMs: hourMs }, 'full'],
  ['down for less than the target allows', { downMs: 1_000 }, 'lossy'],
  ['down for more than the target allows', { downMs: hourMs }, 'missed'],
];

test.each(kinds)('a day, %s, is of its kind', (_name, change, kind) => {
  expect(dayKind(day('2026-11-12', change), '99.9')).toBe(kind);
});

test('the last days are bars, with nothing measured before the first', () => {
  const bars = dayBars([day('2026-11-10'), day('2026-11-11', { downMs: hourMs }), day('2026-11-12')], 2);
  expect(bars.map(({ from, downMs }) => [new Date(from).toISOString().slice(0, 10), downMs])).toEqual([['2026-11-11', hourMs], ['2026-11-12', 0]]);
  expect(dayBars([day('2026-11-12')], 3).map(({ upMs, unknownMs }) => upMs + unknownMs)).toEqual([0, 0, all]);
});

test('what was bad of a ratio is drawn as down', () => {
  const [bar] = dayBars([{ ...day('2026-11-12'), tally: null, amount: { good: 9, bad: 1, unit: 'events' } }], 1);
  expect(bar).toMatchObject({ upMs: 9, downMs: 1, unknownMs: 0 });
});

test('the days are told in a sentence with the worst of them', () => {
  const days = [day('2026-11-10'), day('2026-11-11', { downMs: 1_000 }), day('2026-11-12', { downMs: 190_000 }), day('2026-11-13', { unknownMs: all })];
  expect(plain(barsWords(days, 90, '99.9'))).toBe('Last 90 days: 1 without loss, 1 with some, 1 below the target, 87 without data. Most was lost on Thu 12 Nov 2026: 3 m 10 s.');
  expect(plain(barsWords([], 90, '99.9'))).toBe('Last 90 days: 0 without loss, 0 with some, 0 below the target, 90 without data.');
});

test('a day is told with what was not up', () => {
  expect(plain(dayWords(day('2026-11-12', { downMs: 190_000, unknownMs: hourMs }), '99.9'))).toBe('Thu 12 Nov 2026: 99.77 %, 3 m 10 s lost (down 3 m 10 s, unknown 1 h)');
  expect(plain(dayWords(day('2026-11-13', { unknownMs: all }), '99.9'))).toBe('Fri 13 Nov 2026: nothing counted (unknown 1 d)');
  expect(plain(dayWords(day('2026-11-14'), '99.9'))).toBe('Sat 14 Nov 2026: 100 %, nothing lost');
});
