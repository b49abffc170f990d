import { expect, test } from 'vitest';
import { exactValue, formatValue, tickFormat } from './number-text';

test.each([
  [0, '0'], [1234567, '1.235M'], [0.000123456, '0.0001235'], [1e-9, '1.000e-9'], [Infinity, '+Inf'], [Number.NaN, 'NaN'], [-1500, '-1.5k'], [1e21, '1.000e+21'],
])('%d is written %s', (value, expected) => expect(formatValue(value)).toBe(expected));

test('ticks close to each other are written with the digits that tell them apart', () => {
  const ticks = [1_700_000_000, 1_700_000_010, 1_700_000_020];
  expect(new Set(ticks.map(tickFormat(ticks))).size).toBe(3);
});

test('a copied value has all its digits', () => expect(exactValue(0.1 + 0.2)).toBe('0.30000000000000004'));
