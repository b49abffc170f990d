import { describe, expect, it } from 'vitest';
import { formatScalar, formatTime, formatValue } from './format-number';

// Both columns are what a Prometheus server answered for `vector(x)` and for `x`.
const values: [value: number, asSample: string, asScalar: string][] = [
  [0, '0', '0'],
  [-0, '-0', '-0'],
  [1, '1', '1'],
  [-1.5, '-1.5', '-1.5'],
  [1e6, '1000000', '1000000'],
  [0.1 + 0.2, '0.30000000000000004', '0.30000000000000004'],
  [1e-6, '0.000001', '0.000001'],
  [-1e-6, '-0.000001', '-0.000001'],
  [1e-7, '1e-07', '0.0000001'],
  [-1.25e-7, '-1.25e-07', '-0.000000125'],
  [5e-324, '5e-324', `0.${'0'.repeat(323)}5`],
  [1e20, '100000000000000000000', '100000000000000000000'],
  [1e21, '1e+21', '1000000000000000000000'],
  [-1.5e22, '-1.5e+22', '-15000000000000000000000'],
  [Number.MAX_VALUE, '1.7976931348623157e+308', `17976931348623157${'0'.repeat(292)}`],
  [Number.NaN, 'NaN', 'NaN'],
  [Infinity, '+Inf', '+Inf'],
  [-Infinity, '-Inf', '-Inf'],
];

describe('a value', () => {
  it.each(values)('%s is written as %s', (value, asSample, asScalar) => {
    expect(formatValue(value)).toBe(asSample);
    expect(formatScalar(value)).toBe(asScalar);
  });
});

describe('formatTime', () => {
  const times: [timeMs: number, text: string][] = [[0, '0'], [1_500, '1.500'], [1_700_000_000_000, '1700000000'], [1_700_000_000_007, '1700000000.007'], [1_700_000_000_070, '1700000000.070'], [-1_500, '-1.500'], [-8.64e15, '-8640000000000']];
  it.each(times)('%s ms is %s', (timeMs, text) => {
    expect(formatTime(timeMs)).toBe(text);
  });
});
