import { describe, expect, it } from 'vitest';
import { formatNumber, parseNumber, quote, quoteCharacter, unquote } from './literals';

describe('unquote', () => {
  it.each([
    ['"a"', 'a'], ["'a\"b'", 'a"b'], ['`a\\n`', 'a\\n'], ['"\\a\\b\\f\\n\\r\\t\\v\\\\"', '\x07\b\f\n\r\t\v\\'], ['"\\x41\\101"', 'AA'], ['"\\u00e9\\U0001F600"', 'é😀'],
    ['"\\xc3\\xa9"', 'é'], ['"\\xff"', '\ufffd'], ["'\\''", "'"],
  ])('reads %s', (literal, text) => {
    expect(unquote(literal)).toBe(text);
  });

  it.each(['"\\q"', '"\\\'"', '"\\ud800"', '"\\U00110000"', '"\\400"'])('refuses %s', (literal) => {
    expect(unquote(literal)).toBeNull();
  });
});

describe('quote', () => {
  it.each([['a', '"a"'], ['a"b\\', '"a\\"b\\\\"'], ['\n\x00\x7f', '"\\n\\x00\\x7f"'], ['é😀', '"é😀"'], ['\u200b', '"\\u200b"']])('escapes %j as Go does', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  it('puts a character in single quotes', () => {
    expect(['a', "'", '"', '\n'].map(quoteCharacter)).toEqual(["'a'", "'\\''", `'"'`, "'\\n'"]);
  });
});

describe('parseNumber', () => {
  it.each([
    ['0', 0], ['10', 10], ['017', 15], ['08', 8], ['0x1f', 31], ['0X_1F', 31], ['1_000', 1_000], ['1.5e3', 1_500], ['.5', 0.5], ['5.', 5], ['inf', Infinity], ['NaN', NaN],
    ['123456789012345678901234567890', 123456789012345680000000000000],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['1_0.5', '1e999', '1e', '0xfffffffffffffffff', '99999999999999999999_0', '1__0', 'abc', ''])('refuses %j', (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});

describe('formatNumber', () => {
  it.each([[1, '1'], [-0, '-0'], [1e21, '1000000000000000000000'], [1.5e-7, '0.00000015'], [-1.25e22, '-12500000000000000000000'], [NaN, 'NaN'], [Infinity, '+Inf'], [-Infinity, '-Inf']])('prints %d without an exponent', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
