import { describe, expect, it } from 'vitest';
import { at, load, over, refusal } from './test-series';

const source = load({
  'a{i="1", z="p"}': '1 10',
  'a{i="2", z="q"}': '2 20',
  'b{i="1"}': '5 5',
  'b{i="3"}': '7 7',
  'c{i="1", z="p", v="new"}': '4',
  'd{i="1", k="x"}': '1',
  'd{i="1", k="y"}': '2',
});

describe('binary operators', () => {
  it.each([
    ['1 + 2 * 3', ['scalar 7']],
    ['2 ^ 3 ^ 2', ['scalar 512']],
    ['-1 ^ 2', ['scalar -1']],
    ['7 % 4', ['scalar 3']],
    ['1 < bool 2', ['scalar 1']],
    ['1 == bool NaN', ['scalar 0']],
    ['a + 1', ['{i="1", z="p"} 2', '{i="2", z="q"} 3']],
    ['10 / a', ['{i="1", z="p"} 10', '{i="2", z="q"} 5']],
    ['a > 1', ['a{i="2", z="q"} 2']],
    ['1 < a', ['a{i="2", z="q"} 2']],
    ['a > bool 1', ['{i="1", z="p"} 0', '{i="2", z="q"} 1']],
    ['a == a', ['a{i="1", z="p"} 1', 'a{i="2", z="q"} 2']],
    ['a != bool a', ['{i="1", z="p"} 0', '{i="2", z="q"} 0']],
    ['a - a', ['{i="1", z="p"} 0', '{i="2", z="q"} 0']],
    ['a + b', []],
    ['a + on(i) b', ['{i="1"} 6']],
    ['a + ignoring(z) b', ['{i="1"} 6']],
    ['a < on(i) b', ['{i="1"} 1']],
    ['a < ignoring(z) b', ['a{i="1"} 1']],
    ['a < on(__name__, i, z) a', []],
    ['a <= on(__name__, i) a', ['a{i="1"} 1', 'a{i="2"} 2']],
    ['a * on(i) group_left b', ['{i="1", z="p"} 5']],
    ['a * on(i) group_left(v) c', ['{i="1", v="new", z="p"} 4']],
    ['a > on(i) group_left(v) (c - 4)', ['a{i="1", v="new", z="p"} 1']],
    ['a < on(i) group_left(z) b', ['a{i="1"} 1']],
    ['b - on(i) group_right a', ['{i="1", z="p"} 4']],
    ['b > on(i) group_right a', ['a{i="1", z="p"} 5']],
    ['d / on(i) group_left b', ['{i="1", k="x"} 0.2', '{i="1", k="y"} 0.4']],
    ['b / on(i) group_right() d', ['{i="1", k="x"} 5', '{i="1", k="y"} 2.5']],
    ['d * on(i) group_left(z) a', ['{i="1", k="x", z="p"} 1', '{i="1", k="y", z="p"} 2']],
    ['d == on(i) a', ['{i="1"} 1']],
    ['a and b', []],
    ['a and on(i) b', ['a{i="1", z="p"} 1']],
    ['a unless on(i) b', ['a{i="2", z="q"} 2']],
    ['a or b', ['a{i="1", z="p"} 1', 'a{i="2", z="q"} 2', 'b{i="1"} 5', 'b{i="3"} 7']],
    ['a or on(i) b', ['a{i="1", z="p"} 1', 'a{i="2", z="q"} 2', 'b{i="3"} 7']],
    ['a and on() vector(1)', ['a{i="1", z="p"} 1', 'a{i="2", z="q"} 2']],
    ['a unless on() nothing', ['a{i="1", z="p"} 1', 'a{i="2", z="q"} 2']],
    ['nothing or vector(0)', ['{} 0']],
  ])('%s', async (query, expected) => {
    expect(await at(source, 0, query)).toEqual(expected);
  });

  it.each([
    [
      'a + on(i) d',
      'found duplicate series for the match group {i="1"} on the right hand-side of the operation: [{__name__="d", i="1", k="y"}, {__name__="d", i="1", k="x"}]' +
        ';many-to-many matching not allowed: matching labels must be unique on one side',
    ],
    [
      'd + on(i) group_right a',
      'found duplicate series for the match group {i="1"} on the left hand-side of the operation: [{__name__="d", i="1", k="y"}, {__name__="d", i="1", k="x"}]' +
        ';many-to-many matching not allowed: matching labels must be unique on one side',
    ],
    [
      'a + ignoring(k, z) d',
      'found duplicate series for the match group {i="1"} on the right hand-side of the operation: [{__name__="d", i="1", k="y"}, {__name__="d", i="1", k="x"}]' +
        ';many-to-many matching not allowed: matching labels must be unique on one side',
    ],
    ['d + on(i) b', 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'],
    ['d * on(i) group_left(k) c', 'multiple matches for labels: grouping labels must ensure unique matches'],
  ])('refuse %s', async (query, message) => {
    expect(await refusal(at(source, 0, query))).toBe(message);
  });

  it('match what is there at each step', async () => {
    const moving = load({ 'l{i="1"}': '1 1 1', 'r{i="1", k="x"}': '10 stale', 'r{i="1", k="y"}': '_ 20 stale' });
    expect(await over(moving, [0, 120, 60], 'l + on(i) r')).toEqual(['{i="1"} 0:11 60:21']);
    expect(await over(moving, [0, 120, 60], 'l + on(i) group_left(k) r')).toEqual(['{i="1", k="x"} 0:11', '{i="1", k="y"} 60:21']);
    expect(await over(moving, [0, 120, 60], 'l unless on(i) r')).toEqual(['l{i="1"} 120:1']);
    expect(await over(moving, [0, 120, 60], 'r or on(i) l')).toEqual(['l{i="1"} 120:1', 'r{i="1", k="x"} 0:10', 'r{i="1", k="y"} 60:20']);
  });

  it('do not look for duplicates where the other side has nothing', async () => {
    expect(await at(source, 0, 'nothing + on(i) d')).toEqual([]);
  });

  it('compare NaN as never equal', async () => {
    const odd = load({ x: 'NaN' });
    expect(await at(odd, 0, 'x == x')).toEqual([]);
    expect(await at(odd, 0, 'x != x')).toEqual(['x NaN']);
  });

  it('evaluate what does not change once, and give it at every step', async () => {
    expect(await over(source, [0, 120, 60], '(a @ 60) + 1')).toEqual(['{i="1", z="p"} 0:11 60:11 120:11', '{i="2", z="q"} 0:21 60:21 120:21']);
    expect(await over(source, [0, 60, 60], 'sum(a @ 0) + sum(a)')).toEqual(['{} 0:6 60:33']);
  });
});
