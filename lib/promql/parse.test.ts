import { parser as officialGrammar } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import type { Expr } from './ast';
import { isPromqlError } from './error';
import { parsePromql } from './parse';
import { printExpr } from './print';
import { typeOf } from './types';
import { walk } from './walk';

/** Input and its printed form; one entry where they are the same. */
const accepted: readonly (readonly [input: string, printed: string])[] = [
  ['1'], ['+1', '1'], ['-1'], ['.5', '0.5'], ['5.', '5'], ['0x1F', '31'], ['017', '15'], ['08', '8'], ['1_000', '1000'], ['1e3', '1000'], ['1e-7', '0.0000001'],
  ['Inf', '+Inf'], ['-inf', '-Inf'], ['NaN'], ['5m'], ['1h30m'], ['-5m'], ['foo > 1d12h'], ['-1 ^ 2'], ['2 * -1 ^ 2'], ['-(1)'], ['--foo', '--foo'],
  ['foo'], ['foo:bar'], ['foo{a="b"}'], ['foo{a="b",}', 'foo{a="b"}'], ['foo{}', 'foo'], ['{a!="x",b="y"}'], ['{b="y",a!="x"}', '{a!="x",b="y"}'],
  ['{__name__="foo"}'], ['{"my.metric"}', '{__name__="my.metric"}'], ['{"my.metric","a.b"="c"}', '{"a.b"="c",__name__="my.metric"}'],
  [`foo{a='b"c'}`, 'foo{a="b\\"c"}'], ['foo{a=`b\\d`}', 'foo{a="b\\\\d"}'], ['foo{a="\\x41\\u00e9\\U0001F600\\101\\n"}', 'foo{a="Aé😀A\\n"}'],
  ['foo{by="x",on="y",bool="z",offset="q"}', 'foo{bool="z",by="x",offset="q",on="y"}'],
  ['sum'], ['by'], ['offset offset 5m'], ['and and and'], ['avg + sum'], ['start'], ['time{a="b"}'],
  ['foo offset 5m'], ['foo offset -5m'], ['foo offset 300', 'foo offset 5m'], ['foo @ 100', 'foo @ 100.000'], ['foo @ -1.5', 'foo @ -1.500'], ['foo @ start()'],
  ['foo offset 5m @ 100', 'foo @ 100.000 offset 5m'], ['foo[5m] @ end() offset 1h'], ['foo[300]', 'foo[5m]'], ['foo[90m]', 'foo[1h30m]'], ['foo[ 5m ]', 'foo[5m]'],
  ['foo[5m:]'], ['foo[5m:1m] offset 2m'], ['rate(foo[5m])[10m:1m]'], ['(foo)[5m:]'],
  ['sum(foo)'], ['SUM BY (a) (foo)', 'sum by (a) (foo)'], ['sum(foo) by (a,b,)', 'sum by (a, b) (foo)'], ['sum without () (foo)'], ['sum by () (foo)', 'sum(foo)'],
  ['sum by (by, on, bool, ignoring, group_left, offset, and, sum) (foo)'], ['sum by ("a.b", c) (foo)'], ['count_values("x", foo)'], ['topk(5, foo)'], ['limitk(2, foo)'],
  ['time()'], ['round(foo)'], ['round(foo, 5)'], ['hour()'], ['label_join(foo, "a", ",", "b", "c")'], ['label_join(foo, "a", ",")'], ['holt_winters(foo[5m], 0.5, 0.5)'],
  ['histogram_quantile(0.9, sum by (le) (rate(foo[5m])))'], ['info(foo, {a="b"})'],
  ['foo * on (a) group_left bar', 'foo * on (a) group_left () bar'], ['foo * on(a,b) group_right(c) bar', 'foo * on (a, b) group_right (c) bar'],
  ['foo * ignoring() bar', 'foo * bar'], ['foo * on() bar', 'foo * on () bar'], ['foo == bool bar'], ['1 == bool 1'], ['foo UNLESS bar AND baz', 'foo unless bar and baz'],
  ['foo # a comment ) ( [', 'foo'], ['# first\nfoo', 'foo'], ['"a\\nb"'], ["'a'", '"a"'], ['foo atan2 bar'],
].map(([input, printed]) => [input ?? '', printed ?? input ?? ''] as const);

/** Input and what is wrong with it, as Prometheus 3 says it. */
const refused: readonly (readonly [input: string, message: string])[] = [
  ['', 'unknown position: parse error: no expression found in input'],
  ['# comment', '1:1: parse error: no expression found in input'],
  ['1e', '1:1: parse error: bad number or duration syntax: "1e"'],
  ['1e999', '1:1: parse error: error parsing number: strconv.ParseFloat: parsing "1e999": value out of range'],
  ['5m30', '1:1: parse error: bad number or duration syntax: "5m30"'],
  ['30m1h', '1:1: parse error: not a valid duration string: "30m1h"'],
  ['foo{,}', '1:5: parse error: unexpected "," in label matching, expected identifier or "}"'],
  ['foo{a="b" c="d"}', '1:11: parse error: unexpected identifier "c" in label matching, expected "," or "}"'],
  ['foo{a}', '1:6: parse error: unexpected "}" in label matching, expected label matching operator'],
  ['foo{a=}', '1:7: parse error: unexpected "}" in label matching, expected string'],
  ['foo{a="b"', '1:10: parse error: unexpected end of input inside braces'],
  ['foo{a="x', '1:7: parse error: unterminated quoted string'],
  ['foo{a="\\d"}', "1:7: parse error: unknown escape sequence U+0064 'd'"],
  ['foo{a="\\xzz"}', "1:7: parse error: illegal character U+007A 'z' in escape sequence"],
  ['foo{a="\\ud800"}', '1:7: parse error: escape sequence is an invalid Unicode code point'],
  ['foo{a=~"("}', '1:5: parse error: error parsing regexp: missing closing ): `^(?s:()$`'],
  ['foo{__name__="bar"}', '1:1: parse error: metric name must not be set twice: "foo" or "bar"'],
  ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{a=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['sum(', '1:5: parse error: unclosed left parenthesis'],
  ['sum()', '1:1: parse error: no arguments for aggregate expression provided'],
  ['sum(foo))', "1:10: parse error: unexpected right parenthesis ')'"],
  ['sum(foo bar)', '1:9: parse error: unexpected identifier "bar" in aggregation'],
  ['sum(foo,)', '1:8: parse error: trailing commas not allowed in function call args'],
  ['topk(foo)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1'],
  ['sum by (a b) (foo)', '1:11: parse error: unexpected identifier "b" in grouping opts, expected "," or ")"'],
  ['sum by a (foo)', '1:8: parse error: unexpected identifier "a" in grouping opts, expected "("'],
  ['sum by (1) (foo)', '1:9: parse error: unexpected number "1" in grouping opts, expected label'],
  ['sum(1)', '1:5: parse error: expected type instant vector in aggregation expression, got scalar'],
  ['topk("x", foo)', '1:6: parse error: expected type scalar in aggregation parameter, got string'],
  ['rate(foo)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
  ['abs(foo[5m])', '1:5: parse error: expected type instant vector in call to function "abs", got range vector'],
  ['rate()', '1:1: parse error: expected 1 argument(s) in call to "rate", got 0'],
  ['round(foo, 5, 6)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
  ['label_join(foo, "a")', '1:1: parse error: expected at least 3 argument(s) in call to "label_join", got 2'],
  ['foo(bar)', '1:1: parse error: unknown function with name "foo"'],
  ['RATE(foo[5m])', '1:1: parse error: unknown function with name "RATE"'],
  ['foo offset', '1:11: parse error: unexpected end of input in offset, expected number, duration, step(), or range()'],
  ['foo offset 5m offset 3m', '1:1: parse error: offset may not be set multiple times'],
  ['foo @ 1 @ 2', '1:1: parse error: @ <timestamp> may not be set multiple times'],
  ['foo @ inf', '1:1: parse error: timestamp out of bounds for @ modifier: +Inf'],
  ['foo @ bar', '1:7: parse error: unexpected identifier "bar" in @, expected timestamp'],
  ['sum(foo) offset 5m', '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery'],
  ['foo[0m]', '1:5: parse error: duration must be greater than 0'],
  ['foo[500y]', '1:5: parse error: duration out of range'],
  ['foo[5m', '1:7: parse error: unclosed left bracket'],
  ['foo[bar]', "1:5: parse error: unexpected character in duration expression: 'b'"],
  ['foo[5m 5m]', '1:8: parse error: unexpected duration "5m" in subquery or range, expected ":" or "]"'],
  ['foo[5m][5m]', '1:8: parse error: ranges only allowed for vector selectors'],
  ['foo offset 5m [5m]', '1:15: parse error: no offset modifiers allowed before range'],
  ['1[5m:]', '1:1: parse error: subquery is only allowed on instant vector, got scalar instead'],
  ['-foo[5m]', '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"'],
  ['foo + foo[5m]', '1:7: parse error: binary expression must contain only scalar and instant vector types'],
  ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
  ['foo + bool bar', '1:5: parse error: bool modifier can only be used on comparison operators'],
  ['foo and 1', '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
  ['foo and on(a) group_left bar', '1:1: parse error: no grouping allowed for "and" operation'],
  ['foo * on(a) group_left(a) bar', '1:5: parse error: label "a" must not occur in ON and GROUP clause at once'],
  ['foo * on(a) 1', '1:1: parse error: vector matching only allowed between instant vectors'],
  ['foo bool == bar', '1:5: parse error: unexpected <bool>'],
  ['foo =~ bar', "1:5: parse error: unexpected character after '=': '~'"],
  ['foo $ bar', "1:5: parse error: unexpected character: '$'"],
  ['1 * * 1', '1:5: parse error: unexpected <op:*>'],
  ['foo "a long string"', '1:5: parse error: unexpected string "\\"a long st"...'],
  ['foo\n  +\n  bar(', '3:7: parse error: unclosed left parenthesis'],
  ['foo{a="日本"} bar', '1:17: parse error: unexpected identifier "bar"'],
];

function messageOf(input: string): { message: string; offset: number | undefined } {
  try {
    parsePromql(input);
  } catch (error) {
    if (isPromqlError(error) && error.kind === 'bad_data') return { message: error.message, offset: error.offset };
    throw error;
  }
  throw new Error(`${input} is accepted.`);
}

describe('parsePromql', () => {
  it.each(accepted)('accepts %s', (input, printed) => {
    expect(printExpr(parsePromql(input))).toBe(printed);
  });

  it.each(accepted)('prints %s so that it is read back as the same', (input) => {
    const printed = printExpr(parsePromql(input));
    expect(printExpr(parsePromql(printed))).toBe(printed);
  });

  it.each(refused)('refuses %s in the words of Prometheus', (input, message) => {
    expect(messageOf(input).message).toBe(message);
  });

  it('names the place in UTF-16 code units beside the one in bytes', () => {
    expect(messageOf('foo{a="日本"} bar')).toEqual({ message: '1:17: parse error: unexpected identifier "bar"', offset: 12 });
  });

  it('binds a range to the selector before it, a sign like multiplication, and powers from the right', () => {
    expect(shapeOf('foo + bar offset 5m * baz')).toBe('(foo + (bar * baz))');
    expect(shapeOf('-foo ^ bar')).toBe('-(foo ^ bar)');
    expect(shapeOf('-foo * bar')).toBe('(-foo * bar)');
    expect(shapeOf('a ^ b ^ c')).toBe('(a ^ (b ^ c))');
    expect(shapeOf('a - b - c')).toBe('((a - b) - c)');
    expect(shapeOf('a or b and c unless d == e')).toBe('(a or ((b and c) unless (d == e)))');
    expect(shapeOf('a ^ b offset 5m')).toBe('(a ^ b)');
  });

  it('gives the matching of vectors, and none where a side is a scalar', () => {
    expect(parsePromql('a and on (x) b')).toMatchObject({ matching: { cardinality: 'many-to-many', isOn: true, labels: ['x'] } });
    expect(parsePromql('a * ignoring (x) group_right (y) b')).toMatchObject({ matching: { cardinality: 'one-to-many', isOn: false, labels: ['x'], include: ['y'] } });
    expect(parsePromql('a + 1')).toMatchObject({ matching: null, returnsBool: false });
  });

  it('keeps offset, @ and range in milliseconds, with the spans of the source', () => {
    expect(parsePromql('rate(foo[1m] @ 2.5 offset -3s)')).toMatchObject({
      args: [{ kind: 'matrixSelector', rangeMs: 60_000, span: { start: 5, end: 29 }, vector: { offsetMs: -3_000, at: { kind: 'time', timeMs: 2_500 } } }],
    });
  });

  it.each([
    ['parentheses', '('.repeat(10_000) + '1' + ')'.repeat(10_000), 'nested more than 200 levels'],
    ['signs', `${'-'.repeat(10_000)}1`, 'nested more than 200 levels'],
    ['powers', `${'a^'.repeat(30_000)}a`, 'nested more than 200 levels'],
    ['operators', `${'a+'.repeat(30_000)}a`, 'more than 1000 operators'],
    ['subqueries', `a${'[5m:]'.repeat(10_000)}`, 'more than 1000 operators'],
    ['matchers', `a{${'a="b",'.repeat(5_000)}}`, 'at most 200 matchers'],
    ['characters', 'x'.repeat(70_000), 'at most 65536 are allowed'],
  ])('refuses too many %s instead of running out of stack', (_what, input, message) => {
    expect(messageOf(input).message).toContain(message);
  });

  it('accepts what the official grammar of the editor accepts, but where that grammar is narrower than Prometheus', () => {
    const narrower = ['5.', '0x1F', 'offset offset 5m', 'and and and', 'holt_winters(foo[5m], 0.5, 0.5)', 'foo[1h30m]'];
    const differing = accepted.map(([input]) => input).filter((input) => hasError(input));
    expect(differing.filter((input) => !narrower.includes(input))).toEqual([]);
  });
});

describe('walk', () => {
  it('visits every expression, outermost first, left to right', () => {
    const kinds: string[] = [];
    walk(parsePromql('sum(rate(a[5m])) + topk(2, -b)'), ({ kind }) => kinds.push(kind));
    expect(kinds).toEqual(['binary', 'aggregate', 'call', 'matrixSelector', 'vectorSelector', 'aggregate', 'number', 'unary', 'vectorSelector']);
  });
});

describe('typeOf', () => {
  it.each([['1 + 1', 'scalar'], ['a + 1', 'vector'], ['a[5m]', 'matrix'], ['a[5m:]', 'matrix'], ['"x"', 'string'], ['-(1)', 'scalar'], ['sum(a)', 'vector'], ['scalar(a)', 'scalar']])('%s is a %s', (input, type) => {
    expect(typeOf(parsePromql(input))).toBe(type);
  });
});

function hasError(input: string): boolean {
  let found = false;
  officialGrammar.parse(input).iterate({ enter: ({ type }) => void (found ||= type.isError) });
  return found;
}

function shapeOf(input: string): string {
  return describeShape(parsePromql(input));
}

function describeShape(expr: Expr): string {
  switch (expr.kind) {
    case 'binary':
      return `(${describeShape(expr.lhs)} ${expr.op} ${describeShape(expr.rhs)})`;
    case 'unary':
      return expr.op + describeShape(expr.expr);
    case 'vectorSelector':
      return expr.name ?? '';
    default:
      return expr.kind;
  }
}
