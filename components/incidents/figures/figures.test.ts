import { describe, expect, it, test } from 'vitest';
import { figuresQuery, figuresSearch, parseFigures, type FiguresState } from './figures-state';
import { figureText, monthShort, prepareFigures, type FiguresAnswer, type FigureGroup } from './prepare-figures';

const usual: FiguresState = { range: '365d', by: 'month', show: 'count' };
const parse = (query: string) => parseFigures(new URLSearchParams(query));
const group = (key: string, change: Partial<FigureGroup> = {}): FigureGroup => ({ key, name: key, count: 1, mttaMs: 60_000, mttrMs: 3_600_000, touchedMs: 0, ...change });
const answer = (groups: FigureGroup[], from = Date.UTC(2026, 8, 20), to = Date.UTC(2026, 10, 22)): FiguresAnswer => ({ from, to, total: groups.length, mttaMs: null, mttrMs: null, groups });

describe('the URL of the figures', () => {
  it.each<[string, FiguresState]>([['what is usual', usual], ['all of it', { range: '30d', by: 'team', show: 'mttr' }], ['two times', { range: { fromMs: 5, toMs: 9 }, by: 'service', show: 'touched' }]])('holds %s and gives it back', (_, state) => {
    expect(parse(figuresSearch(state))).toEqual(state);
  });

  it('takes the default for what it does not understand', () => {
    expect(parse('range=1h&by=host&show=all&from=9&to=5')).toEqual(usual);
  });
});

test('a named range ends now, a custom one where it says', () => {
  expect(figuresQuery({ ...usual, range: '30d' }, 31 * 86_400_000)).toEqual({ from: 86_400_000, by: 'month' });
  expect(figuresQuery({ ...usual, range: { fromMs: 5, toMs: 9 } }, 0)).toEqual({ from: 5, to: 9, by: 'month' });
});

describe('the bars', () => {
  it('have every month of the range: none is a count of 0, and no mean time', () => {
    const groups = [group('2026-09'), group('2026-11', { count: 4 })];
    expect(prepareFigures(answer(groups), 'month', 'count').bars).toEqual([{ key: '2026-09', name: 'Sep 2026', value: 1 }, { key: '2026-10', name: 'Oct 2026', value: 0 }, { key: '2026-11', name: 'Nov 2026', value: 4 }]);
    expect(prepareFigures(answer(groups), 'month', 'mttr').bars.map(({ value }) => value)).toEqual([3_600_000, null, 3_600_000]);
  });

  it('end with the month before a range that ends at midnight of the first', () => {
    expect(prepareFigures(answer([], Date.UTC(2026, 11, 1), Date.UTC(2027, 0, 1)), 'month', 'count').bars.map(({ key }) => key)).toEqual(['2026-12']);
  });

  it('come with the largest first, and what has none last', () => {
    const prepared = prepareFigures(answer([group('a', { mttaMs: null }), group('b'), group('c', { mttaMs: 90_000 })]), 'service', 'mtta');
    expect(prepared.bars.map(({ key }) => key)).toEqual(['c', 'b', 'a']);
    expect(prepared).toMatchObject({ isTime: false, isEmpty: false, leftOut: 0 });
  });

  it('say how many there is no room for', () => {
    const many = Array.from({ length: 40 }, (_, index) => group(`s${index}`, { count: index }));
    expect(prepareFigures(answer(many), 'service', 'count')).toMatchObject({ leftOut: 25 });
    expect(prepareFigures(answer(many), 'service', 'count').bars[0]?.value).toBe(39);
  });

  it.each([
    ['whole incidents', 'count', { count: 3 }, [0, 1, 2, 3]],
    ['round times', 'mttr', { mttrMs: 100 * 60_000 }, [0, 30, 60, 90, 120].map((minutes) => minutes * 60_000)],
  ] as const)('stand on a scale of %s', (_, show, change, ticks) => {
    expect(prepareFigures(answer([group('a', change)]), 'team', show).ticks).toEqual(ticks);
  });

  it('are none where nothing has the figure', () => {
    expect(prepareFigures(answer([group('a', { mttaMs: null })]), 'team', 'mtta').isEmpty).toBe(true);
  });
});

test('a figure is written with its unit', () => {
  expect([figureText(1_200, 'count'), figureText(95_000, 'mtta'), figureText(null, 'mttr')]).toEqual(['1,200', '1 min', 'none']);
  expect(monthShort('2026-02')).toBe('Feb 2026');
});
