import { describe, expect, it } from 'vitest';
import { xxHash64 } from './label-hash';
import { compareLabelSets, formatLabelSet, withLabel } from './label-set';
import { formatFixed, formatGeneral, formatTwoDigits } from './number-format';

describe('numbers as Go prints them', () => {
  it.each([
    [0, '0', '0', '0'],
    [-0, '-0', '-0', '-0'],
    [1.5, '1.5', '1.5', '1.5'],
    [123456, '123456', '123456', '1.2e+05'],
    [1234567, '1.234567e+06', '1234567', '1.2e+06'],
    [1e21, '1e+21', '1000000000000000000000', '1e+21'],
    [0.0001, '0.0001', '0.0001', '0.0001'],
    [0.00001234, '1.234e-05', '0.00001234', '1.2e-05'],
    [-2.25, '-2.25', '-2.25', '-2.2'],
    [12.5, '12.5', '12.5', '12'],
    [13.5, '13.5', '13.5', '14'],
    [10, '10', '10', '10'],
    [NaN, 'NaN', 'NaN', 'NaN'],
    [Infinity, '+Inf', '+Inf', '+Inf'],
    [-Infinity, '-Inf', '-Inf', '-Inf'],
  ])('%d', (value, general, fixed, twoDigits) => {
    expect([formatGeneral(value), formatFixed(value), formatTwoDigits(value)]).toEqual([general, fixed, twoDigits]);
  });
});

describe('label sets', () => {
  it('are written with quotes where a name needs them', () => {
    expect(formatLabelSet(['a', 'x"\n', 'b.c', '\u0001'])).toBe('{a="x\\"\\n", "b.c"="\\x01"}');
  });

  it('keep their order when a label is set or taken away', () => {
    expect(withLabel(['a', '1', 'c', '3'], 'b', '2')).toEqual(['a', '1', 'b', '2', 'c', '3']);
    expect(withLabel(['a', '1', 'c', '3'], 'c', '4')).toEqual(['a', '1', 'c', '4']);
    expect(withLabel(['a', '1', 'c', '3'], 'd', '4')).toEqual(['a', '1', 'c', '3', 'd', '4']);
    expect(withLabel(['a', '1', 'c', '3'], 'a', '')).toEqual(['c', '3']);
    expect(withLabel(['a', '1'], 'b', '')).toEqual(['a', '1']);
  });

  it('compare by the first difference, then by length', () => {
    const sets = [['b', '1'], ['a', '2'], ['a', '1', 'b', '1'], ['a', '1'], []];
    expect(sets.sort(compareLabelSets)).toEqual([[], ['a', '1'], ['a', '1', 'b', '1'], ['a', '2'], ['b', '1']]);
  });
});

describe('xxHash64', () => {
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
  ])('of %j', (text, expected) => {
    expect(xxHash64(new TextEncoder().encode(text))).toBe(expected);
  });
});
