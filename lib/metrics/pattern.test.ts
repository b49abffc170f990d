import { describe, expect, it } from 'vitest';
import { parsePattern, patternLimits } from './pattern';

describe('parsePattern', () => {
  it.each([
    ['web-1', '^(?:web-1)$', ['web-1']],
    ['a|b', '^(?:a|b)$', ['a', 'b']],
    ['a|', '^(?:a|(?:))$', ['a', '']],
    ['x.*', '^(?:x(?:.)*)$', null],
    ['a+?b', '^(?:(?:a)+b)$', null],
    ['\\d{2,3}\\.', '^(?:(?:[0-9]){2,3}\\.)$', null],
    ['[\\w.-]+', '^(?:(?:[0-9A-Za-z_.\\-])+)$', null],
    ['[^]a]', '^(?:[^\\]a])$', null],
    ['(?i)Web', '(?i)^(?:Web)$', null],
    ['(?P<host>a)(?:b)', '^(?:(?:a)(?:b))$', null],
  ] as const)('translates %s', (source, posix, alternatives) => {
    expect(parsePattern(source)).toMatchObject({ posix, alternatives });
  });

  it.each([
    ['a**', 'cannot be repeated'],
    ['*a', 'nothing to repeat'],
    ['(a', 'not closed'],
    ['a)', 'closes no group'],
    ['[a', 'not closed'],
    ['[z-a]', 'ends before it starts'],
    ['(?=a)', 'only plain groups'],
    ['(?!a)', 'only plain groups'],
    ['(?<!a)', 'only plain groups'],
    ['(a)\\1', '\\1 is not supported'],
    ['\\m', '\\m is not supported'],
    ['a{256}', 'at most 255'],
    ['((a{100}){100})', 'unroll'],
    ['(((((a{9}){9}){9}){9}){9})', 'unroll'],
    ['('.repeat(30) + ')'.repeat(30), 'nest at most'],
    ['a'.repeat(patternLimits.length + 1), 'at most 512'],
  ])('refuses %s', (source, message) => {
    expect(() => parsePattern(source)).toThrow(message);
  });

  it('answers at once for what stalls a backtracking engine', () => {
    expect(parsePattern('(a+)+$').isEmptyMatched).toBe(false);
    expect(parsePattern('(a|a)*').isEmptyMatched).toBe(true);
  });
});
