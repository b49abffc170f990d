import { AppError, isAppError } from '@/lib/errors';
import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import { alternativesOf, compileMatcher, compilePattern, maxPatternLength } from '@/lib/metrics/matcher';
import { unquote } from '@/lib/promql/literals';
import { printMatcher } from '@/lib/promql/print';
import { maxMatchers, type AlertMatcher } from './schemas';

const maxTextLength = 40_000;
const maxLabelLength = 128;
/** Alerts are matched again and again, and for all tenants in one process: instructions of a compiled expression, and characters of a value that it looks at. */
const maxProgramSize = 200;
const maxMatchedLength = 1_024;
const name = /[^\s{}!=~,\\"'`]+/y;
const quoted = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`/y;
const bare = /[^,"'`\n]*/y;
const space = /\s*/y;
const comma = /,/y;
const operators = /=~|!~|!=|=/y;

/**
 * Whether a matcher accepts a value of a label of an alert, as compileMatcher of metrics; but a regular expression sees only the first 1,024 characters
 * of the value. Throws AppError `invalid` for an expression that RE2 refuses, or whose program is larger than 200 instructions.
 */
export function compileAlertMatcher({ operator, value }: Pick<AlertMatcher, 'operator' | 'value'>): (candidate: string) => boolean {
  const accepts = compileMatcher({ operator, value });
  if (operator === '=' || operator === '!=' || alternativesOf(value) !== null) return accepts;
  if (compilePattern(value).programSize() > maxProgramSize) {
    throw new AppError('invalid', `The regular expression ${JSON.stringify(value)} is too large for alerts. Use fewer alternatives, or smaller counts in {…}; plain words joined by | may be as many as fit.`);
  }
  return (candidate) => accepts(candidate.slice(0, maxMatchedLength));
}

/** Whether labels meet all matchers; a label that is absent counts as empty. Throws as compileAlertMatcher. */
export function compileMatchers(matchers: readonly AlertMatcher[]): (labels: LabelSet) => boolean {
  const tests = matchers.map((matcher) => ({ label: matcher.label, accepts: compileAlertMatcher(matcher) }));
  return (labels) => tests.every(({ label, accepts }) => accepts(labelOf(labels, label)));
}

/** Matchers as PromQL and Alertmanager read them: `{a="b",c=~"d"}`. */
export function printMatchers(matchers: readonly AlertMatcher[]): string {
  return `{${matchers.map(printMatcher).join(',')}}`;
}

/**
 * Matchers as people write them, in braces or without: PromQL's `{a="b", "with space"!~'c'}` and amtool's `a=b` (alertmanager/matcher/parse and
 * pkg/labels); a value without quotes goes to the next comma. Throws AppError `invalid` that names the place, from 1.
 */
export function parseMatchers(text: string): AlertMatcher[] {
  if (text.length > maxTextLength) throw new AppError('invalid', `Matchers have at most ${maxTextLength} characters; these have ${text.length}. Use fewer or shorter ones.`);
  return new MatcherReader(text).read();
}

class MatcherReader {
  private at = 0;
  private source: string;

  constructor(private readonly text: string) {
    this.source = text.trimEnd();
  }

  read(): AlertMatcher[] {
    this.take(space);
    if (this.source[this.at] === '{') this.enterBraces();
    const matchers: AlertMatcher[] = [];
    for (;;) {
      this.take(space);
      if (this.at >= this.source.length) return matchers;
      if (matchers.length === maxMatchers) throw this.fail(this.at, `there are more than ${maxMatchers} matchers`);
      matchers.push(this.readMatcher());
      this.take(space);
      if (this.at < this.source.length && this.take(comma) === null) throw this.fail(this.at, 'expected a comma before the next matcher');
    }
  }

  private enterBraces(): void {
    if (!this.source.endsWith('}')) throw this.fail(this.source.length, 'the brace { is not closed; end with }');
    this.source = this.source.slice(0, -1);
    this.at += 1;
  }

  private readMatcher(): AlertMatcher {
    const start = this.at;
    const label = this.readQuoted() ?? this.take(name);
    if (label === null || label === '') throw this.fail(start, 'expected the name of a label');
    if (label.length > maxLabelLength) throw this.fail(start, `the name of a label has at most ${maxLabelLength} characters`);
    this.take(space);
    const operator = this.take(operators);
    if (operator !== '=' && operator !== '!=' && operator !== '=~' && operator !== '!~') throw this.fail(this.at, `expected =, !=, =~ or !~ after ${JSON.stringify(label)}`);
    this.take(space);
    const valueStart = this.at;
    const value = this.readQuoted() ?? this.readBare();
    if (value.length > maxPatternLength) throw this.fail(valueStart, `a value has at most ${maxPatternLength} characters`);
    try {
      compileAlertMatcher({ operator, value });
    } catch (error) {
      throw isAppError(error) ? this.fail(valueStart, error.message) : error;
    }
    return { label, operator, value };
  }

  private readQuoted(): string | null {
    const opening = this.source[this.at];
    if (opening !== '"' && opening !== "'" && opening !== '`') return null;
    const start = this.at;
    const literal = this.take(quoted);
    if (literal === null) throw this.fail(start, 'the quotation mark is not closed');
    const value = unquote(literal);
    if (value === null) throw this.fail(start, 'there is an unknown escape after \\; write \\\\ for a backslash');
    return value;
  }

  private readBare(): string {
    const start = this.at;
    const value = (this.take(bare) ?? '').trimEnd();
    if (/^[=~!]/.test(value)) throw this.fail(start, 'put a value that begins with =, ~ or ! into quotation marks');
    const next = this.source[this.at];
    if (next !== undefined && next !== ',' && next !== '\n') throw this.fail(this.at, 'put the whole value into quotation marks');
    return value;
  }

  /** The text that a sticky pattern finds here; null where it finds none. */
  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  private fail(at: number, problem: string): AppError {
    const place = [...this.text.slice(0, at)].length + 1;
    return new AppError('invalid', `The matchers cannot be read at character ${place}: ${problem}${problem.endsWith('.') ? '' : '.'}`);
  }
}
