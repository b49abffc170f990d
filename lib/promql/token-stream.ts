import type { PromqlError } from './error';
import { lex } from './lex';
import { parseNumber, unquote } from './literals';
import { parseDuration } from './durations';
import { parseError } from './position';
import { describeToken, type Token } from './tokens';

/** The tokens of an expression, read one by one; every refusal is a PromqlError `bad_data` with its place. */
export class TokenStream {
  private readonly tokens: Token[];
  private index = 0;
  /** Aggregations that enclose the place; Prometheus names them in its errors. */
  aggregationDepth = 0;
  /** Where the token taken last ended. */
  lastEnd = 0;

  constructor(readonly source: string) {
    this.tokens = lex(source);
  }

  get next(): Token {
    return this.peek(0);
  }

  /** A token ahead; behind the last one, the last. */
  peek(ahead: number): Token {
    const token = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
    if (!token) throw this.fail(0, 'no expression found in input');
    return token;
  }

  take(): Token {
    const token = this.next;
    this.index += 1;
    this.lastEnd = token.end;
    return token;
  }

  isWord(word: string): boolean {
    return this.next.word === word && this.next.kind !== 'string';
  }

  /** Takes the next token when it is this word, operator or bracket. */
  takeWord(word: string): Token | null {
    return this.isWord(word) ? this.take() : null;
  }

  fail(offset: number, problem: string): PromqlError {
    return parseError(this.source, offset, problem);
  }

  /** The refusal of the next token. */
  unexpected(context = '', expected = ''): PromqlError {
    const { kind, start, text } = this.next;
    if (kind === 'error') return this.fail(start, text);
    const where = context === '' ? (this.aggregationDepth > 0 ? 'aggregation' : '') : context;
    const place = where === '' ? '' : ` in ${where}`;
    return this.fail(start, `unexpected ${describeToken(this.next)}${place}${expected === '' ? '' : `, expected ${expected}`}`);
  }

  /** The value of the string just taken. */
  valueOfString({ text, start }: Token): string {
    const value = unquote(text);
    if (value === null) throw this.fail(start, `error unquoting string ${JSON.stringify(text)}: invalid syntax`);
    return value;
  }

  /** The value of the number or duration (in seconds) just taken. */
  valueOfNumber({ kind, text, start }: Token): number {
    if (kind === 'duration') {
      const ms = parseDuration(text);
      if (ms === null) throw this.fail(start, /^(?:\d+(?:ms|[smhdwy]))+$/.test(text) && isOrdered(text) ? 'duration out of range' : `not a valid duration string: "${text}"`);
      return ms / 1_000;
    }
    const value = parseNumber(text);
    if (value === null) {
      const reason = Number.isFinite(Number(text)) || text.includes('_') ? 'invalid syntax' : 'value out of range';
      throw this.fail(start, `error parsing number: strconv.ParseFloat: parsing "${text}": ${reason}`);
    }
    return value;
  }
}

function isOrdered(text: string): boolean {
  return parseDuration(text.replace(/\d+/g, '1')) !== null;
}
