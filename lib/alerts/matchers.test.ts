import { describe, expect, it } from 'vitest';
import { labelSetOf } from '@/lib/metrics/labels';
import { compileMatchers, parseMatchers, printMatchers } from './matchers';

const web = labelSetOf([['alertname', 'DiskFull'], ['instance', 'web-1:9100'], ['with space', 'ä,b'], ['path', 'C:\\x']]);

describe('matchers as people write them', () => {
  it.each([
    ['', '{}'],
    ['{}', '{}'],
    [' { } ', '{}'],
    ['{a="b"}', '{a="b"}'],
    ['{a="b",}', '{a="b"}'],
    ['{ a = "b" , c != "d",e=~"f.*",g!~"h|i" }', '{a="b",c!="d",e=~"f.*",g!~"h|i"}'],
    ['a=b', '{a="b"}'],
    ['a="b", c=d e ,f!=g', '{a="b",c="d e",f!="g"}'],
    ['a=', '{a=""}'],
    ['a=""', '{a=""}'],
    ['a=b=c', '{a="b=c"}'],
    ['instance=~web-\\d{1,2}', null],
    ['instance=~"web-\\\\d{1,2}"', '{instance=~"web-\\\\d{1,2}"}'],
    ['{a=~x{2}}', '{a=~"x{2}"}'],
    ['instance=~web-\\d+', '{instance=~"web-\\\\d+"}'],
    ['a=b\nc=d', null],
    ['a="b",\n  c="d"', '{a="b",c="d"}'],
    [`{'a'='b"c',d=\`\\e\`}`, '{a="b\\"c",d="\\\\e"}'],
    ['{"with space"="ä,b", "日本"=~"x"}', '{"with space"="ä,b","日本"=~"x"}'],
    ['日本=x', '{"日本"="x"}'],
    ['{a="x}y,z"}', '{a="x}y,z"}'],
  ])('%j', (text, printed) => {
    if (printed === null) expect(() => parseMatchers(text)).toThrow(/cannot be read/);
    else expect(printMatchers(parseMatchers(text))).toBe(printed);
  });

  it.each([
    ['{a="b"', 7, 'the brace { is not closed'],
    ['{', 2, 'the brace'],
    ['{a="b"} x', 10, 'the brace'],
    ['{a="b}', 4, 'quotation mark'],
    ['a', 2, 'expected =, !=, =~ or !~ after "a"'],
    ['{a,b="c"}', 3, 'expected ='],
    ['=b', 1, 'name of a label'],
    ['{"ä"="b" c="d"}', 10, 'comma'],
    [',', 1, 'name of a label'],
    ['a=b,,c=d', 5, 'name of a label'],
    ['a==b', 3, 'quotation marks'],
    ['a=b"c"', 4, 'quotation marks'],
    ['a="\\q"', 3, 'unknown escape'],
    ['a=~"("', 4, 'regular expression'],
    ['a=~"(a+)\\\\1"', 4, 'regular expression'],
    [`a="${'x'.repeat(1_025)}"`, 3, 'at most 1024'],
    [`${'x'.repeat(129)}=a`, 1, 'at most 128'],
    [Array(33).fill('a=b').join(), 129, 'more than 32'],
  ])('%.40j is refused at its character %i', (text, place, problem) => {
    expect(() => parseMatchers(text)).toThrow(expect.objectContaining({ code: 'invalid', message: expect.stringContaining(`at character ${place}: `) }));
    expect(() => parseMatchers(text)).toThrow(problem);
  });

  it('are refused at once when they are endless', () => {
    expect(() => parseMatchers('a'.repeat(40_001))).toThrow('at most 40000');
    expect(() => parseMatchers('"\\'.repeat(20_000))).toThrow('cannot be read');
    expect(() => parseMatchers(`a=${' '.repeat(39_000)}"`)).toThrow('cannot be read');
  });
});

describe('matchers on labels', () => {
  it.each([
    ['{}', true],
    ['alertname=DiskFull', true],
    ['alertname=diskfull', false],
    ['instance=~"web-.*"', true],
    ['instance=~web', false],
    ['instance!~"db.*",alertname!="CpuHigh"', true],
    ['nothing=""', true],
    ['nothing!=""', false],
    ['nothing!="x"', true],
    ['nothing=~".*"', true],
    ['nothing=~".+"', false],
    ['"with space"="ä,b"', true],
    ['path=C:\\x', true],
  ])('%s: %s', (text, is) => {
    expect(compileMatchers(parseMatchers(text))(web)).toBe(is);
  });
});

describe('regular expressions of alerts', () => {
  it('see the first 1,024 characters of a value', () => {
    const endsInB = compileMatchers([{ label: 'a', operator: '=~', value: 'a+b' }]);
    expect(endsInB(labelSetOf([['a', `${'a'.repeat(1_023)}b`]]))).toBe(true);
    expect(endsInB(labelSetOf([['a', `${'a'.repeat(1_024)}b`]]))).toBe(false);
  });

  it.each(['=~', '!~'] as const)('whose program is large are refused after %s, but not many plain words', (operator) => {
    const words = Array.from({ length: 100 }, (_, index) => `host-${index}`).join('|');
    expect(() => compileMatchers([{ label: 'a', operator, value: '(?:.*[ab]){100}c' }])).toThrow('too large for alerts');
    expect(() => parseMatchers(`a${operator}"(?:.*[ab]){100}c"`)).toThrow('too large for alerts');
    expect(() => compileMatchers([{ label: 'a', operator, value: words }])).not.toThrow();
  });
});
