import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileRelabelling } from './relabel';
import { RelabelRule } from './relabel-rule';

const md5 = (text: string) => createHash('md5').update(text).digest();

function relabel(labels: Record<string, string>, ...rules: z.input<typeof RelabelRule>[]): Record<string, string> | null {
  const given = new Map(Object.entries(labels));
  const isKept = compileRelabelling(z.array(RelabelRule).parse(rules), md5)(given);
  return isKept ? Object.fromEntries(given) : null;
}

type Row = [what: string, labels: Record<string, string>, rules: z.input<typeof RelabelRule>[], expected: Record<string, string> | null];
const abc = { a: 'foo', b: 'bar', c: 'baz' };

describe('relabelling', () => {
  const rows: Row[] = [
    ['replace writes the groups of a match', { a: 'foo', b: 'bar' }, [{ sourceLabels: ['a'], targetLabel: 'd', regex: 'f(.*)', separator: ';', replacement: 'ch${1}-ch${1}' }], { a: 'foo', b: 'bar', d: 'choo-choo' }],
    ['replace reads several labels, and what came before', abc, [{ sourceLabels: ['a', 'b'], targetLabel: 'a', regex: 'f(.*);(.*)r', replacement: 'b${1}${2}m' }, { sourceLabels: ['c', 'a'], targetLabel: 'd', regex: '(b).*b(.*)ba(.*)', replacement: '$1$2$2$3' }], { a: 'boobam', b: 'bar', c: 'baz', d: 'boooom' }],
    ['replace without a match changes nothing', { a: 'foo' }, [{ sourceLabels: ['a'], targetLabel: 'b', regex: 'bar', replacement: 'x' }], { a: 'foo' }],
    ['replace is anchored', { a: 'boo' }, [{ sourceLabels: ['a'], targetLabel: 'b', regex: 'o', replacement: 'x' }], { a: 'boo' }],
    ['replace by nothing removes the label', { a: 'foo', b: 'bar' }, [{ sourceLabels: ['a'], targetLabel: 'b', regex: 'f.*', replacement: '' }], { a: 'foo' }],
    ['replace of a label that is not there by nothing does nothing', { a: 'foo' }, [{ sourceLabels: ['x'], targetLabel: 'y' }], { a: 'foo' }],
    ['replace by a constant needs no source', { a: 'foo' }, [{ targetLabel: 'env', replacement: 'prod' }], { a: 'foo', env: 'prod' }],
    ['the name of the target may hold groups', { a: 'some-name-value' }, [{ sourceLabels: ['a'], regex: 'some-([^-]+)-([^,]+)', replacement: '${2}', targetLabel: '${1}' }], { a: 'some-name-value', name: 'value' }],
    ['a target without a name is left out', { a: 'some--value' }, [{ sourceLabels: ['a'], regex: 'some-([^-]*)-(.*)', replacement: '${2}', targetLabel: '${1}' }], { a: 'some--value' }],
    ['$1x is another reference than ${1}x', { a: 'foo' }, [{ sourceLabels: ['a'], targetLabel: 'b', replacement: '${1}x$1x' }], { a: 'foo', b: 'foox' }],
    ['a group by its name', { a: 'foo' }, [{ sourceLabels: ['a'], targetLabel: 'b', regex: '(?P<first>.).*', replacement: '$first' }], { a: 'foo', b: 'f' }],
    ['$$ is a dollar, a group that is not there is nothing', { a: 'foo' }, [{ sourceLabels: ['a'], targetLabel: 'b', replacement: '$$1${2}$9' }], { a: 'foo', b: '$1' }],
    ['a dot matches a line break', { a: 'foo\nbar' }, [{ sourceLabels: ['a'], targetLabel: 'b', regex: '(f.*r)', replacement: '<$1>' }], { a: 'foo\nbar', b: '<foo\nbar>' }],
    ['the separator joins', { a: 'x', b: 'y' }, [{ sourceLabels: ['a', 'b', 'c'], separator: '/', targetLabel: 'd' }], { a: 'x', b: 'y', d: 'x/y/' }],
    ['the separator may be empty', { a: 'x', b: 'y' }, [{ sourceLabels: ['a', 'b'], separator: '', targetLabel: 'd' }], { a: 'x', b: 'y', d: 'xy' }],
    ['drop drops what matches', { a: 'foo' }, [{ sourceLabels: ['a'], regex: '.*o.*', action: 'drop' }], null],
    ['drop leaves the rest', { a: 'foo' }, [{ sourceLabels: ['a'], regex: 'no-match', action: 'drop' }], { a: 'foo' }],
    ['drop of a part only needs the whole', { a: 'abcdef' }, [{ sourceLabels: ['a'], regex: '.*(b).*', action: 'drop' }], null],
    ['keep keeps what matches', { a: 'foo' }, [{ sourceLabels: ['a'], regex: 'f|foo', action: 'keep' }], { a: 'foo' }],
    ['keep drops the rest, also where the label is not there', { b: 'foo' }, [{ sourceLabels: ['a'], regex: 'foo', action: 'keep' }], null],
    ['nothing is done after a drop', { a: 'foo' }, [{ sourceLabels: ['a'], regex: 'foo', action: 'drop' }, { targetLabel: 'b', replacement: 'x' }], null],
    ['keepequal keeps what equals', { __port_name: 'main', __name: 'main' }, [{ sourceLabels: ['__name'], targetLabel: '__port_name', action: 'keepequal' }], { __port_name: 'main', __name: 'main' }],
    ['keepequal drops the rest', { __port_name: 'main', __name: 'app' }, [{ sourceLabels: ['__name'], targetLabel: '__port_name', action: 'keepequal' }], null],
    ['dropequal drops what equals', { a: 'x', b: 'x' }, [{ sourceLabels: ['a'], targetLabel: 'b', action: 'dropequal' }], null],
    ['dropequal keeps the rest', { a: 'x', b: 'y' }, [{ sourceLabels: ['a'], targetLabel: 'b', action: 'dropequal' }], { a: 'x', b: 'y' }],
    ['hashmod is the last half of MD5', abc, [{ sourceLabels: ['c'], targetLabel: 'd', action: 'hashmod', modulus: 1000 }], { ...abc, d: '976' }],
    ['hashmod of several lines', { a: 'foo\nbar' }, [{ sourceLabels: ['a'], targetLabel: 'b', action: 'hashmod', modulus: 1000 }], { a: 'foo\nbar', b: '734' }],
    ['labelmap copies labels under new names', { a: 'foo', b1: 'bar', b2: 'baz' }, [{ regex: '(b.*)', replacement: 'bar_${1}', action: 'labelmap' }], { a: 'foo', b1: 'bar', b2: 'baz', bar_b1: 'bar', bar_b2: 'baz' }],
    ['labelmap strips a prefix', { a: 'foo', __meta_my_bar: 'aaa', __meta_my_baz: 'bbb', __meta_other: 'ccc' }, [{ regex: '__meta_(my.*)', replacement: '${1}', action: 'labelmap' }], { a: 'foo', __meta_my_bar: 'aaa', __meta_my_baz: 'bbb', __meta_other: 'ccc', my_bar: 'aaa', my_baz: 'bbb' }],
    ['labeldrop removes by name', { a: 'foo', b1: 'bar', b2: 'baz' }, [{ regex: '(b.*)', action: 'labeldrop' }], { a: 'foo' }],
    ['labelkeep removes the others', { a: 'foo', b1: 'bar', b2: 'baz' }, [{ regex: '(b.*)', action: 'labelkeep' }], { b1: 'bar', b2: 'baz' }],
    ['lowercase and uppercase', { foo: 'bAr123Foo' }, [{ sourceLabels: ['foo'], targetLabel: 'low', action: 'lowercase' }, { sourceLabels: ['foo'], targetLabel: 'up', action: 'uppercase' }], { foo: 'bAr123Foo', low: 'bar123foo', up: 'BAR123FOO' }],
    ['uppercase maps character by character, as Go does', { a: 'straße ĳ' }, [{ sourceLabels: ['a'], targetLabel: 'a', action: 'uppercase' }], { a: 'STRAßE Ĳ' }],
    ['a name that objects have of themselves is a label like any other', { constructor: 'x' }, [{ sourceLabels: ['toString'], targetLabel: 'b', regex: '', replacement: 'none' }], { constructor: 'x', b: 'none' }],
  ];
  it.each(rows)('%s', (_, labels, rules, expected) => {
    expect(relabel(labels, ...rules)).toEqual(expected);
  });
});

describe('a rule', () => {
  const wrong: [what: string, rule: z.input<typeof RelabelRule>, field: string][] = [
    ['replace without a target', { sourceLabels: ['a'] }, 'targetLabel'],
    ['a target that is no name', { targetLabel: 'a-b' }, 'targetLabel'],
    ['a target whose template makes no name', { targetLabel: '${1}-b' }, 'targetLabel'],
    ['hashmod without a modulus', { sourceLabels: ['a'], targetLabel: 'b', action: 'hashmod' }, 'modulus'],
    ['hashmod with a template for a target', { sourceLabels: ['a'], targetLabel: '$1', action: 'hashmod', modulus: 2 }, 'targetLabel'],
    ['an expression that is open', { targetLabel: 'a', regex: '(' }, 'regex'],
    ['an expression that looks back', { targetLabel: 'a', regex: '(a)\\1' }, 'regex'],
    ['labelmap to what is no name', { action: 'labelmap', replacement: 'a-$1' }, 'replacement'],
    ['labeldrop with a source', { action: 'labeldrop', sourceLabels: ['a'] }, 'sourceLabels'],
    ['labelkeep with a target', { action: 'labelkeep', targetLabel: 'a' }, 'targetLabel'],
    ['keepequal with an expression', { action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b', regex: 'x' }, 'regex'],
    ['dropequal with a replacement', { action: 'dropequal', sourceLabels: ['a'], targetLabel: 'b', replacement: 'x' }, 'replacement'],
    ['lowercase with a replacement', { action: 'lowercase', sourceLabels: ['a'], targetLabel: 'b', replacement: 'x' }, 'replacement'],
  ];
  it.each(wrong)('is refused for %s, by its field', (_, rule, field) => {
    expect(RelabelRule.safeParse(rule).error?.issues.map(({ path }) => path[0])).toContain(field);
  });

  it('of every action may be as short as Prometheus allows', () => {
    for (const rule of [{ action: 'keep' as const }, { action: 'drop' as const }, { action: 'labelmap' as const }, { action: 'labeldrop' as const }]) {
      expect(RelabelRule.safeParse(rule).success).toBe(true);
    }
  });

  it('takes no longer for an expression that explodes elsewhere', () => {
    expect(relabel({ a: `${'a'.repeat(2_000)}b` }, { sourceLabels: ['a'], targetLabel: 'b', regex: '(a*)*(a*)*c' })).toEqual({ a: `${'a'.repeat(2_000)}b` });
  });
});

describe('rules that let labels grow', () => {
  const doubling = Array.from({ length: 100 }, () => ({ sourceLabels: ['a'], targetLabel: 'a', replacement: '$1$1' }));
  const wide = { sourceLabels: ['a'], targetLabel: 'b', replacement: '$1'.repeat(2_000) };
  const rows: [what: string, labels: Record<string, string>, rules: z.input<typeof RelabelRule>[], message: string][] = [
    ['by doubling a value', { a: 'x' }, doubling, 'grows beyond 16384 characters'],
    ['by repeating a long value', { a: 'x'.repeat(16_000) }, [wide], 'grows beyond 16384 characters'],
    ['by joining', { a: 'x'.repeat(16_000) }, [{ sourceLabels: Array<string>(50).fill('a'), targetLabel: 'b' }], 'grows beyond 16384 characters'],
    ['by mapping their names', { a: 'x' }, Array.from({ length: 100 }, (_, index) => ({ action: 'labelmap' as const, replacement: `b${index}_$1` })), 'more than 2000 labels'],
  ];
  it.each(rows)('%s, fail', (_, labels, rules, message) => expect(() => relabel(labels, ...rules)).toThrow(message));

  it('are asked between each other whether there is time left', () => {
    const steps = compileRelabelling(z.array(RelabelRule).parse(doubling.slice(0, 3)), md5);
    let asked = 0;
    steps(new Map([['a', 'x']]), () => (asked += 1));
    expect(asked).toBe(2);
  });
});
