import { describe, expect, it } from 'vitest';
import { DecodeError } from './decode-error';
import { beginExposition, decodeExpositionInto, parseExposition, type ExpositionFormat } from './exposition';
import { parseNumber } from './exposition-number';
import { doubleOf } from './protobuf';
import { mulberry32 } from './test-random';
import { collectingSink } from './test-sink';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

type Line = [labels: readonly string[], value: number, timeMs: number];

function linesOf(text: string, format: ExpositionFormat = 'text'): Line[] {
  const sink = collectingSink();
  decodeExpositionInto(encode(text), sink, 99, format);
  return sink.samples.map(({ labels, timeMs, low, high }) => [labels, doubleOf(low, high), timeMs]);
}

const named = (name: string, ...labels: string[]): string[] => ['__name__', name, ...labels];

describe('the text format', () => {
  it.each<[string, string, Line[]]>([
    ['a name and a value', 'up 1', [[named('up'), 1, 99]]],
    ['a time', 'up 1 1395066363000\n', [[named('up'), 1, 1_395_066_363_000]]],
    ['a time before 1970', 'up 1 -5', [[named('up'), 1, -5]]],
    ['labels, sorted', 'a{z="1",b="2"} 3', [[named('a', 'b', '2', 'z', '1'), 3, 99]]],
    ['blanks wherever they may be', ' \t a { z = "1" , b="2",\t}\t 3 \t7 ', [[named('a', 'b', '2', 'z', '1'), 3, 7]]],
    ['no labels in braces', 'a{} 1\nb{ } 2', [[named('a'), 1, 99], [named('b'), 2, 99]]],
    ['no blank before the value', 'a{b="c"}1', [[named('a', 'b', 'c'), 1, 99]]],
    ['escapes, and a backslash that is none', String.raw`a{b="\\n\"\n\x"} 1`, [[named('a', 'b', '\\n"\n\\x'), 1, 99]]],
    ['braces, commas and hashes in a value', 'a{b="}{,#\\"} 2"} 1', [[named('a', 'b', '}{,#"} 2'), 1, 99]]],
    ['UTF-8 in a value', 'a{b="Zürich 🏔"} 1', [[named('a', 'b', 'Zürich 🏔'), 1, 99]]],
    ['a quoted name', '{"my.metric", a="b", "c.d"="e"} 1', [[named('my.metric', 'a', 'b', 'c.d', 'e'), 1, 99]]],
    ['a quoted name alone', '{"Höhe \\"m\\""} 1', [[named('Höhe "m"'), 1, 99]]],
    ['an empty label left out', 'a{b=""} 1', [[named('a'), 1, 99]]],
    ['comments and empty lines', '# comment\n\n#another\n  \n# HELPFUL x\na 1\n\n', [[named('a'), 1, 99]]],
    ['a name with colons', 'job:rate:5m{} 1', [[named('job:rate:5m'), 1, 99]]],
    ['nothing', '', []],
  ])('reads %s', (_, text, lines) => expect(linesOf(text)).toEqual(lines));

  it('reads special values with the bits of Prometheus', () => {
    const sink = collectingSink();
    decodeExpositionInto(encode('a NaN\nb nan\nc +Inf\nd -inf\ne Infinity\nf -0'), sink, 0);
    expect(sink.samples.map(({ low, high }) => [low, high])).toEqual([
      [1, 0x7ff80000],
      [1, 0x7ff80000],
      [0, 0x7ff00000],
      [0, 0xfff00000],
      [0, 0x7ff00000],
      [0, 0x80000000],
    ]);
  });

  it('hears type, help and unit, once a metric', () => {
    const sink = collectingSink();
    decodeExpositionInto(encode('# HELP a A \\\\ and\\na line.\n# TYPE a counter\na 1\n#\tTYPE  b untyped\n# HELP "c.d" x'), sink, 0);
    expect(sink.described).toEqual([
      { metric: 'a', type: 'counter', help: 'A \\ and\na line.', unit: '' },
      { metric: 'b', type: 'unknown', help: '', unit: '' },
      { metric: 'c.d', type: 'unknown', help: 'x', unit: '' },
    ]);
  });

  it('offers the bytes of a series first, and does not read labels that are known', () => {
    const sink = collectingSink();
    const text = encode('a{b="c"} 1\na{b="c"} 2 5\nb 3\n');
    decodeExpositionInto(text, sink, 99);
    expect([sink.decoded, sink.known]).toEqual([2, 1]);
    decodeExpositionInto(text, sink, 99);
    expect([sink.decoded, sink.known]).toEqual([2, 4]);
    expect(sink.samples.slice(3)).toEqual(sink.samples.slice(0, 3));
  });

  it('says when a line has no time of its own', () => {
    const times: (number | null)[] = [];
    const visitor = { ...collectingSink(), begin: () => false, sample: (timeMs: number | null) => void times.push(timeMs) };
    expect(parseExposition(encode('a 1\nb 2 0\n'), 'text', visitor)).toBe(2);
    expect(times).toEqual([null, 0]);
  });

  it.each<[string, string]>([
    ['a', 'Line 1: the value is missing.'],
    ['ok 1\na{b="c"', 'Line 2: the labels have no closing brace.'],
    ['a{b="c} 1\n', 'Line 1: a quoted string has no closing quote on its line.'],
    ['a{b=c} 1', 'Line 1: the value of a label is not quoted.'],
    ['a{b} 1', 'Line 1: a label has no value.'],
    ['a{b="c" d="e"} 1', 'Line 1: a comma or a closing brace is expected after a label.'],
    ['a{="c"} 1', 'Line 1: a label name is expected.'],
    ['a{""="c"} 1', 'Line 1: a label has no name.'],
    ['a{1b="c"} 1', 'Line 1: a label name is expected.'],
    ['a{b="c",b="d"} 1', 'Line 1: a label is given twice.'],
    ['{"a","b"} 1', 'Line 1: the series has two names.'],
    ['a{"b"} 1', 'Line 1: the series has two names.'],
    ['{a="b"} 1', 'Line 1: the series has no name.'],
    ['\n\n9a 1', 'Line 3: the line does not begin with a series.'],
    ['a 1 2 3', 'Line 1: there is more behind the sample.'],
    ['a 1 # {x="y"} 1', 'Line 1: there is more behind the sample.'],
    ['a 1\r\n', 'Line 1: the value is not a number.'],
    ['a 0x1p4', 'Line 1: the value is not a number.'],
    ['a 1_000', 'Line 1: the value is not a number.'],
    ['a 1e999', 'Line 1: the value is not a number.'],
    ['a +NaN', 'Line 1: the value is not a number.'],
    ['a 1 1.5', 'Line 1: the time is not in whole milliseconds.'],
    ['a 1 1e3', 'Line 1: the time is not in whole milliseconds.'],
    ['a 1 9007199254740993', 'Line 1: the time is not in whole milliseconds.'],
    ['# TYPE a info', 'Line 1: what TYPE says is not a type of metric.'],
    ['# HELP', 'Line 1: HELP names no metric.'],
  ])('refuses %j', (text, message) => {
    expect(() => linesOf(text)).toThrow(DecodeError);
    expect(() => linesOf(text)).toThrow(message);
  });

  it('refuses a foreign page without repeating a word of it', () => {
    for (const page of ['secret is here', 'a secret', 'a 1 secret', 'a 1 2 secret', 'a{secret} 1', 'a{secret=1} 1', 'a{secret="1",secret="2"} 1', '{"secret": 1}', '# TYPE a secret', '<secret>']) {
      expect(() => linesOf(page), page).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') as string }));
    }
  });

  it('hears of 10,000 metrics at most what they mean', () => {
    const sink = collectingSink();
    decodeExpositionInto(encode(Array.from({ length: 10_001 }, (_, index) => `# TYPE a${index} gauge\n# HELP a${index} x\n`).join('')), sink, 0);
    expect([sink.described.length, sink.described.at(-1)?.help]).toEqual([10_000, 'x']);
  });

  it('is read in steps as at once', () => {
    const sink = collectingSink();
    const text = encode('# TYPE a gauge\na 1\nb 2\n');
    const reading = beginExposition(text, 'text', { ...sink, begin: () => false, series: (labels) => sink.series(labels), sample: (timeMs, low, high) => sink.sample(timeMs ?? 0, low, high) });
    let steps = 0;
    while (!reading.advance(() => true)) steps += 1;
    expect([steps, reading.samples, sink.samples.length]).toEqual([3, 2, 2]);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => decodeExpositionInto(Uint8Array.from([...encode('a{b="'), 0xff, ...encode('"} 1')]), collectingSink(), 0)).toThrow('not valid UTF-8');
  });
});

describe('OpenMetrics', () => {
  it('reads times in seconds, exemplars, units and the end', () => {
    const sink = collectingSink();
    const text =
      '# TYPE a_seconds histogram\n# UNIT a_seconds seconds\n# HELP a_seconds Say \\"hi\\".\n' +
      'a_seconds_bucket{le="+Inf"} 3 1520879607.789 # {trace_id="}\\" x"} 0.67 1520879607\na_seconds_count 3 # {} 1\n# EOF\n';
    decodeExpositionInto(encode(text), sink, 99, 'openmetrics');
    expect(sink.samples.map(({ labels, timeMs }) => [labels[1], timeMs])).toEqual([
      ['a_seconds_bucket', 1_520_879_607_789],
      ['a_seconds_count', 99],
    ]);
    expect(sink.described).toEqual([{ metric: 'a_seconds', type: 'histogram', help: 'Say "hi".', unit: 'seconds' }]);
  });

  it.each<[string, string]>([
    ['a 1\n', 'Line 2: OpenMetrics ends with "# EOF".'],
    ['', 'Line 1: OpenMetrics ends with "# EOF".'],
    ['a 1\n# EOF\na 2\n', 'Line 2: there is more after "# EOF".'],
    ['a 1\n\n# EOF', 'Line 2: OpenMetrics has no empty lines.'],
    ['# hello\n# EOF', 'Line 1: OpenMetrics has no comments but'],
    ['# UNIT a seconds\n# EOF', 'Line 1: the unit is not the end of the name of its metric.'],
    ['# TYPE a untyped\n# EOF', 'Line 1: what TYPE says is not a type of metric.'],
    ['a 1 NaN\n# EOF', 'Line 1: the time is not in seconds.'],
    ['a 1 # 5\n# EOF', 'Line 1: an exemplar begins with its labels.'],
    ['a 1 # {x="y"}\n# EOF', 'Line 1: the value of the exemplar is missing.'],
  ])('refuses %j', (text, message) => expect(() => linesOf(text, 'openmetrics')).toThrow(message));
});

it('reads numbers to the last bit, as JavaScript does', () => {
  const random = mulberry32(7);
  const read = (text: string): number => parseNumber(encode(text), 0, text.length);
  for (let round = 0; round < 20_000; round += 1) {
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
    for (const text of [String(value), value.toExponential(), value.toFixed(6), value.toPrecision(17)]) expect(read(text), text).toBe(Number(text));
  }
  for (const text of ['1.', '.5', '+1', '0', '1e22', '1e23', '9007199254740993', '1.7976931348623157e308', '5e-324', '1e-400', '-1E+3']) {
    expect(read(text), text).toBe(Number(text));
  }
  for (const text of ['', '-', '.', 'e5', '1e', '1e+', '1.2.3', '--1', '1 ', '١']) expect(() => parseNumber(encode(text), 0, encode(text).length), text).toThrow(DecodeError);
});
