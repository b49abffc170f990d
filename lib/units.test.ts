import { describe, expect, it } from 'vitest';
import { formatQuantity, toQuantity, type Unit } from './units';

const units = ['percent', 'bytes', 'bytes_per_second', 'seconds', 'per_second', 'count', ''] as const satisfies readonly Unit[];

const kib = 1_024;
const mib = kib * kib;
const gib = kib * mib;

describe('formatQuantity', () => {
  const told: [value: number, unit: Unit, text: string][] = [
    [0, 'percent', '0 %'],
    [0.04, 'percent', '0.04 %'],
    [12.345, 'percent', '12.3 %'],
    [99.94, 'percent', '99.9 %'],
    [99.95, 'percent', '100 %'],
    [100, 'percent', '100 %'],
    [-3.25, 'percent', '-3.25 %'],
    [0.000_04, 'percent', '0 %'],
    [-0.000_04, 'percent', '0 %'],
    [-0, 'percent', '0 %'],

    [0, 'bytes', '0 B'],
    [1, 'bytes', '1 B'],
    [999, 'bytes', '999 B'],
    [1_000, 'bytes', '0.977 KiB'],
    [1_023, 'bytes', '0.999 KiB'],
    [1_024, 'bytes', '1 KiB'],
    [1_536, 'bytes', '1.5 KiB'],
    [999.4 * kib, 'bytes', '999 KiB'],
    [999.5 * kib, 'bytes', '0.976 MiB'],
    [1_023.9 * kib, 'bytes', '1 MiB'],
    [1.21 * gib, 'bytes', '1.21 GiB'],
    [-5 * mib, 'bytes', '-5 MiB'],
    [2 ** 60, 'bytes', '1024 PiB'],
    [1_500, 'bytes_per_second', '1.46 KiB/s'],
    [0, 'bytes_per_second', '0 B/s'],

    [0, 'seconds', '0 ms'],
    [0.000_000_5, 'seconds', '0.5 µs'],
    [0.000_12, 'seconds', '120 µs'],
    [0.000_999_4, 'seconds', '999 µs'],
    [0.000_999_6, 'seconds', '1 ms'],
    [0.012_34, 'seconds', '12.3 ms'],
    [0.999_4, 'seconds', '999 ms'],
    [0.999_6, 'seconds', '1 s'],
    [1, 'seconds', '1 s'],
    [61.27, 'seconds', '61.3 s'],
    [-0.012, 'seconds', '-12 ms'],

    [7, 'per_second', '7 /s'],
    [1_234, 'per_second', '1.23k /s'],
    [999.4, 'count', '999'],
    [999.5, 'count', '1k'],
    [999.95, 'count', '1k'],
    [999_500, 'count', '1M'],
    [12_345_678, 'count', '12.3M'],
    [0.37, '', '0.37'],
    [1.005, '', '1'],
  ];
  it.each(told)('tells %f in %s as %s', (value, unit, text) => {
    expect(formatQuantity(value, unit)).toBe(text);
  });

  it.each(units)('shows at most three significant digits in %s, whatever the size', (unit) => {
    for (let exponent = -6; exponent < 14; exponent += 1) {
      for (const mantissa of [1, 1.0239, 1.234567, 5, 9.994, 9.995, 9.9949, 9.9999]) {
        if (unit === 'percent' && exponent > 1) continue;
        if (unit === 'seconds' && exponent > 1) continue;
        const digits = toQuantity(mantissa * 10 ** exponent, unit).text.replace(/[kMGT]$/, '').replace(/^0\.0*/, '').replace('.', '');
        expect({ value: mantissa * 10 ** exponent, digits, isShort: digits.length <= 3 }).toMatchObject({ isShort: true });
      }
    }
  });

  it.each(units)('never shows an exponent or a number that is none in %s', (unit) => {
    for (const value of [1e-300, 1e21, 1e300, -1e21, Number.MIN_VALUE, Number.MAX_VALUE]) expect(formatQuantity(value, unit)).not.toMatch(/e|NaN|Infinity/);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) expect(toQuantity(value, unit)).toEqual({ text: '–', unit: '' });
  });
});
