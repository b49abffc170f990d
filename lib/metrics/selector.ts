import { AppError, isAppError } from '@/lib/errors';
import { parsePattern } from './pattern';
import type { Matcher } from './store';

const maxMatchers = 32;

/**
 * Parses a PromQL series selector, `name{a="b",c!~"x.*"}` (https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors).
 * The name becomes a matcher on `__name__`. As in Prometheus, at least one matcher must refuse the empty value.
 * Throws AppError `invalid` whose issue has the path `query.selector` and names the character.
 */
export function parseSelector(source: string): Matcher[] {
  const scanner = new Scanner(source);
  const matchers: Matcher[] = [];
  const name = scanner.take(/[a-zA-Z_:][a-zA-Z0-9_:]*/y);
  if (name !== null) matchers.push({ label: '__name__', operator: '=', value: name });
  if (scanner.take(/\{/y) !== null) parseMatchers(scanner, matchers, name !== null);
  else if (name === null) throw scanner.error('expected a metric name or {');
  if (!scanner.isAtEnd()) throw scanner.error('a selector ends here; ranges, offsets and functions are not supported');
  if (!matchers.some(refusesEmpty)) {
    throw scanner.error('at least one matcher must not match the empty value, such as a metric name', 0);
  }
  return matchers;
}

function parseMatchers(scanner: Scanner, matchers: Matcher[], isNamed: boolean): void {
  while (scanner.take(/\}/y) === null) {
    const start = scanner.at;
    const label = scanner.take(/[a-zA-Z_][a-zA-Z0-9_]*/y);
    if (label === null) throw scanner.error('expected a label name or }');
    if (label === '__name__' && isNamed) throw scanner.error('the metric name is given twice', start);
    const operator = scanner.take(/=~|!~|!=|=/y);
    if (operator === null) throw scanner.error('expected =, !=, =~ or !~');
    scanner.skipSpace();
    const valueAt = scanner.at;
    const value = scanner.string();
    if (operator === '=~' || operator === '!~') checkPattern(scanner, value, valueAt);
    matchers.push({ label, operator: operator as Matcher['operator'], value });
    if (matchers.length > maxMatchers) throw scanner.error(`a selector has at most ${maxMatchers} matchers`);
    if (scanner.take(/,/y) === null && !scanner.isBefore('}')) throw scanner.error('expected , or }');
  }
}

function checkPattern(scanner: Scanner, value: string, at: number): void {
  try {
    parsePattern(value);
  } catch (error) {
    throw isAppError(error) ? scanner.error(error.message, at) : error;
  }
}

function refusesEmpty({ operator, value }: Matcher): boolean {
  switch (operator) {
    case '=':
      return value !== '';
    case '!=':
      return value === '';
    case '=~':
      return !parsePattern(value).isEmptyMatched;
    case '!~':
      return parsePattern(value).isEmptyMatched;
  }
}

const simpleEscapes: Record<string, string> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', "'": "'" };

class Scanner {
  at = 0;
  constructor(private readonly source: string) {}

  /** The text that the sticky expression matches here, without the space around it; null when it does not. */
  take(expression: RegExp): string | null {
    this.skipSpace();
    expression.lastIndex = this.at;
    const found = expression.exec(this.source)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  skipSpace(): void {
    while (/\s/.test(this.source[this.at] ?? '')) this.at += 1;
  }

  isAtEnd(): boolean {
    this.skipSpace();
    return this.at >= this.source.length;
  }

  isBefore(character: string): boolean {
    this.skipSpace();
    return this.source[this.at] === character;
  }

  /** A string in Go's syntax: double or single quotes with escapes, back quotes without. */
  string(): string {
    const start = this.at;
    const quote = this.source[this.at] ?? '';
    if (quote !== '"' && quote !== "'" && quote !== '`') throw this.error('expected a quoted value');
    this.at += 1;
    let value = '';
    for (;;) {
      const character = this.source[this.at];
      if (character === undefined || (character === '\n' && quote !== '`')) throw this.error('this string is not closed', start);
      if (character === quote) break;
      if (character === '\\' && quote !== '`') value += this.escape();
      else {
        value += character;
        this.at += 1;
      }
    }
    this.at += 1;
    if (!value.isWellFormed() || value.includes('\u0000')) throw this.error('a value is valid UTF-8 without NUL', start);
    return value;
  }

  private escape(): string {
    const rest = this.source.slice(this.at + 1, this.at + 10);
    const simple = simpleEscapes[rest[0] ?? ''];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const found = /^(?:x([0-7][0-9a-fA-F])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
    const codePoint = found ? Number.parseInt(found[1] ?? found[2] ?? found[3] ?? '', 16) : -1;
    if (!found || codePoint > 0x10ffff) throw this.error('unknown escape; a regular expression is easier in back quotes');
    this.at += 1 + found[0].length;
    return String.fromCodePoint(codePoint);
  }

  error(reason: string, at = this.at): AppError {
    const message = `Character ${at + 1}: ${reason.replace(/\.$/, '')}.`;
    return new AppError('invalid', `The selector is not valid. ${message}`, { issues: [{ path: 'query.selector', message }] });
  }
}
