import { labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import { parseNumber, unquote } from '@/lib/promql/literals';

/** A value of the notation; null is a gap, `stale` the marker. */
export type NotedValue = number | null | 'stale';

/** Most values that one series may expand to. */
const maxNotedValues = 1_000_000;

/** What is wrong with a series or its values. */
export class NotationError extends Error {
  override readonly name = 'NotationError';
}

/**
 * The labels of `name{a="b"}`, `{"a.name", a="b"}` or `{__name__="x"}`, as promtool's test files and expected samples write them.
 * Throws NotationError with the column.
 */
export function parseSeries(source: string): LabelSet {
  const scanner = new Scanner(source);
  const pairs = new Map<string, string>();
  const name = scanner.take(/[a-zA-Z_:][a-zA-Z0-9_:]*/y);
  if (scanner.take(/\{/y) !== null) {
    while (scanner.take(/\}/y) === null) {
      parseLabel(scanner, pairs);
      if (scanner.take(/,/y) === null && !scanner.isAhead('}')) throw scanner.error('expected "," or "}"');
    }
  } else if (name === null && !scanner.isAtEnd()) throw scanner.error('expected a metric name or "{"');
  if (!scanner.isAtEnd()) throw scanner.error('unexpected text after the series');
  if (name !== null) pairs.set(metricName, name);
  return labelSetOf(pairs);
}

function parseLabel(scanner: Scanner, pairs: Map<string, string>): void {
  const quoted = scanner.string();
  const label = quoted ?? scanner.take(/[a-zA-Z_][a-zA-Z0-9_]*/y);
  if (label === null) throw scanner.error('expected a label name or "}"');
  if (scanner.take(/=(?!~)/y) === null) {
    if (quoted === null) throw scanner.error('expected "="');
    pairs.set(metricName, quoted);
    return;
  }
  const value = scanner.string();
  if (value === null) throw scanner.error('expected a string');
  pairs.set(label, value);
}

const item = /^(?:_(?:x(\d+))?|(stale|[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf|nan))(?:([+-](?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf|nan))?x(\d+))?)$/i;

/**
 * The values of `1+2x5 _ 3 stale NaN 1x3 _x4` (https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series), one for
 * each interval from the start. Throws NotationError; native histograms, `{{...}}`, are refused.
 */
export function parseValues(source: string): NotedValue[] {
  if (source.includes('{{')) throw new NotationError('native histograms ({{...}}) are not supported');
  const values: NotedValue[] = [];
  for (const word of source.split(/[ \t\r\n]+/)) {
    if (word === '') continue;
    expandItem(word, values);
    if (values.length > maxNotedValues) throw new NotationError(`a series has at most ${maxNotedValues} values`);
  }
  return values;
}

function expandItem(word: string, values: NotedValue[]): void {
  const match = item.exec(word);
  if (!match) throw new NotationError(`unexpected ${JSON.stringify(word)} in series values, expected a number, "_" or "stale"`);
  const [, gaps, first, step, times] = match;
  const count = Number(gaps ?? times ?? 0);
  if (values.length + count > maxNotedValues) throw new NotationError(`a series has at most ${maxNotedValues} values`);
  if (first === undefined) {
    for (let index = 0; index < (gaps === undefined ? 1 : count); index += 1) values.push(null);
    return;
  }
  const isStale = first.toLowerCase() === 'stale';
  if (isStale && first !== 'stale') throw new NotationError(`unexpected ${JSON.stringify(word)} in series values, expected a number, "_" or "stale"`);
  let value = isStale ? Number.NaN : numberOf(first);
  const increment = step === undefined ? 0 : numberOf(step);
  for (let index = 0; index <= count; index += 1) {
    values.push(isStale ? 'stale' : value);
    if (step !== undefined) value += increment;
  }
}

function numberOf(text: string): number {
  const value = parseNumber(text.replace(/^[+-]/, ''));
  if (value === null) throw new NotationError(`error parsing number ${JSON.stringify(text)}`);
  return text.startsWith('-') ? -value : value;
}

class Scanner {
  private at = 0;

  constructor(private readonly source: string) {}

  take(pattern: RegExp): string | null {
    this.skipSpace();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (!found) return null;
    this.at += found[0].length;
    return found[0];
  }

  string(): string | null {
    const literal = this.take(/"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`/y);
    if (literal === null) return null;
    const value = unquote(literal);
    if (value === null) throw this.error('a string with an escape that is not known');
    return value;
  }

  isAhead(text: string): boolean {
    this.skipSpace();
    return this.source.startsWith(text, this.at);
  }

  isAtEnd(): boolean {
    this.skipSpace();
    return this.at >= this.source.length;
  }

  error(problem: string): NotationError {
    return new NotationError(`${JSON.stringify(this.source)}, column ${this.at + 1}: ${problem}`);
  }

  private skipSpace(): void {
    while (/\s/.test(this.source[this.at] ?? '')) this.at += 1;
  }
}
