import { describe, expect, it } from 'vitest';
import { compareLabelSets, equalsValue } from './equal';

describe('equalsValue', () => {
  it.each([
    [1, 1, true, true], [NaN, NaN, true, true], [Infinity, Infinity, true, true], [Infinity, -Infinity, false, false], [0, -0, true, true], [1, NaN, false, false],
    [0.1 + 0.2, 0.3, false, true], [1, 1 + Number.EPSILON, false, true], [1, 1 + 2 * Number.EPSILON, false, false], [5e-324, -5e-324, false, false], [0, 5e-324, false, true], [Number.MAX_VALUE, Infinity, false, false],
  ])('%d and %d: %s, fuzzy: %s', (a, b, exact, fuzzy) => {
    expect([equalsValue(a, b, false), equalsValue(a, b, true), equalsValue(b, a, true)]).toEqual([exact, fuzzy, fuzzy]);
  });
});

describe('compareLabelSets', () => {
  it('orders by names and values, the shorter first', () => {
    const sets = [['b', '1'], ['a', '2'], ['a', '1', 'b', '1'], ['a', '1'], []];
    expect(sets.sort(compareLabelSets)).toEqual([[], ['a', '1'], ['a', '1', 'b', '1'], ['a', '2'], ['b', '1']]);
  });
});
