import { quote, quoteCharacter } from './literals';
import { words, type Token, type TokenKind } from './tokens';

const space = /[ \t\r\n]*(?:#[^\r\n]*[ \t\r\n]*)*/y;
const word = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelWord = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const hexadecimal = /0[xX][0-9a-fA-F_]*(?![0-9a-zA-Z_.])/y;
const decimal = /(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?(?![0-9a-zA-Z_.])/y;
const duration = /[\d.]+[smhdwy]s?(?:\d+[smhdw]s?)*(?![0-9a-zA-Z_])/y;
const brokenNumber = /(?:0[xX][0-9a-fA-F_]*|[\d._]*(?:[eE][+-]?[\d_]*)?)(?:[smhdwy]s?(?:\d+[smhdw]s?)*(?:\d+|[\s\S])?)?/y;
const operators = ['==', '!=', '<=', '>=', '*', '/', '%', '+', '-', '^', '<', '>', '@'];

/**
 * The tokens of an expression, the last of kind `end` or `error`, as promql/parser/lex.go of Prometheus splits it: keywords in any case, but
 * not within braces; durations beside numbers; comments left out. An error is a token, so that what is wrong before it is told first.
 */
export function lex(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private at = 0;
  private depth = 0;
  private isInBraces = false;
  private isInBrackets = false;
  private hasColon = false;
  /** Between `[` and the first number: other characters are refused in other words. */
  private isBeforeRange = false;

  constructor(private readonly source: string) {}

  run(): Token[] {
    for (;;) {
      this.take(space);
      const isMore = this.isInBraces ? this.lexInBraces() : this.lexStatement();
      if (!isMore) return this.tokens;
    }
  }

  private lexStatement(): boolean {
    const character = this.source[this.at];
    if (this.isBeforeRange) {
      const problem = rangeProblem(character);
      if (problem !== null) return this.fail(problem);
    }
    if (character === undefined) return this.finish();
    if (isDigit(character) || (character === '.' && isDigit(this.source[this.at + 1]))) return this.lexNumber();
    if (isWordStart(character)) return this.isInBrackets ? this.lexInBrackets(character) : this.lexWord();
    switch (character) {
      case '"':
      case "'":
      case '`':
        return this.lexString(character);
      case '(':
        this.depth += 1;
        return this.push('mark', 1);
      case ')':
        this.depth -= 1;
        this.push('mark', 1);
        return this.depth < 0 ? this.replaceLast(`unexpected right parenthesis ')'`) : true;
      case ',':
        return this.push('mark', 1);
      case '{':
        this.isInBraces = true;
        return this.push('mark', 1);
      case '[':
        if (this.isInBrackets) return this.fail(`unexpected left bracket '['`);
        this.isInBrackets = true;
        this.hasColon = false;
        this.isBeforeRange = true;
        return this.push('mark', 1);
      case ']':
        if (!this.isInBrackets) return this.fail(`unexpected right bracket ']'`);
        this.isInBrackets = false;
        this.isBeforeRange = false;
        return this.push('mark', 1);
      default:
        return this.lexOperator(character);
    }
  }

  private lexOperator(character: string): boolean {
    const two = this.source.slice(this.at, this.at + 2);
    if (two === '=~') return this.fail(`unexpected character after '=': '~'`);
    const operator = operators.includes(two) ? two : character;
    if (operators.includes(operator)) return this.push('operator', operator.length);
    if (character === '=') return this.push('mark', 1);
    if (character === '!') return this.fail(`unexpected character after '!': ${this.quoteAt(this.at + 1)}`);
    return this.fail(`unexpected character: ${this.quoteAt(this.at)}`);
  }

  private lexInBraces(): boolean {
    const character = this.source[this.at];
    if (character === undefined) return this.fail('unexpected end of input inside braces');
    const next = this.source[this.at + 1];
    switch (character) {
      case ',':
        return this.push('mark', 1);
      case '"':
      case "'":
      case '`':
        return this.lexString(character);
      case '=':
        return next === '~' ? this.push('operator', 2) : this.push('mark', 1);
      case '!':
        if (next === '=' || next === '~') return this.push('operator', 2);
        return this.fail(`unexpected character after '!' inside braces: ${this.quoteAt(this.at + 1)}`);
      case '{':
        return this.fail(`unexpected left brace '{'`);
      case '}':
        this.isInBraces = false;
        return this.push('mark', 1);
      default: {
        const length = this.measure(labelWord);
        return length > 0 ? this.push('identifier', length) : this.fail(`unexpected character inside braces: ${this.quoteAt(this.at)}`);
      }
    }
  }

  private lexInBrackets(character: string): boolean {
    if (character === ':') {
      if (this.hasColon) return this.fail(`unexpected colon ':'`);
      this.hasColon = true;
      return this.push('mark', 1);
    }
    const length = this.measure(labelWord);
    const name = this.source.slice(this.at, this.at + length).toLowerCase();
    if (name === 'step' || name === 'range' || name === 'min' || name === 'max') return this.push('mark', length);
    const expected = this.isBeforeRange ? ' in duration expression' : '';
    return this.fail(`unexpected character${expected}: ${quoteCharacter(character)}${expected === '' ? `, expected ':'` : ''}`);
  }

  private lexWord(): boolean {
    const length = this.measure(word);
    const text = this.source.slice(this.at, this.at + length);
    const kind = words.get(text.toLowerCase());
    return this.push(kind ?? (text.includes(':') ? 'metric identifier' : 'identifier'), length);
  }

  private lexNumber(): boolean {
    this.isBeforeRange = false;
    const length = this.measure(hexadecimal) || this.measure(decimal);
    if (length > 0) return this.push('number', length);
    const durationLength = this.measure(duration);
    if (durationLength > 0) return this.push('duration', durationLength);
    return this.fail(`bad number or duration syntax: ${quote(this.source.slice(this.at, this.at + this.measure(brokenNumber)))}`);
  }

  private lexString(opening: string): boolean {
    const isRaw = opening === '`';
    for (let index = this.at + 1; index < this.source.length; index += 1) {
      const character = this.source[index];
      if (character === opening) return this.push('string', index + 1 - this.at);
      if (isRaw) continue;
      if (character === '\n') break;
      if (character !== '\\') continue;
      const problem = escapeProblem(this.source, index + 1, opening);
      if (problem !== null) return this.fail(problem);
      index += 1;
    }
    return this.fail(isRaw ? 'unterminated raw string' : 'unterminated quoted string');
  }

  private finish(): boolean {
    if (this.depth > 0) return this.fail('unclosed left parenthesis');
    if (this.isInBrackets) return this.fail('unclosed left bracket');
    this.push('end', 0);
    return false;
  }

  private push(kind: TokenKind, length: number): true {
    const text = this.source.slice(this.at, this.at + length);
    this.tokens.push({ kind, text, word: text.toLowerCase(), start: this.at, end: this.at + length });
    this.at += length;
    return true;
  }

  private fail(problem: string): false {
    this.tokens.push({ kind: 'error', text: problem, word: '', start: this.at, end: this.source.length });
    return false;
  }

  private replaceLast(problem: string): false {
    this.tokens.pop();
    return this.fail(problem);
  }

  private take(pattern: RegExp): void {
    this.at += this.measure(pattern);
  }

  private measure(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    return pattern.test(this.source) ? pattern.lastIndex - this.at : 0;
  }

  private quoteAt(index: number): string {
    const point = this.source.codePointAt(index);
    return point === undefined ? `'�'` : quoteCharacter(String.fromCodePoint(point));
  }
}

function rangeProblem(character: string | undefined): string | null {
  if (character === undefined) return 'unexpected end of input in duration expression';
  if (character === ':') return 'unexpected colon before duration in duration expression';
  return /[\])(+\-*/%^,.\dsSmMrR]/.test(character) ? null : `unexpected character in duration expression: ${quoteCharacter(character)}`;
}

function escapeProblem(source: string, at: number, opening: string): string | null {
  const letter = source[at];
  if (letter === undefined) return 'escape sequence not terminated';
  if (letter === opening || 'abfnrtv\\'.includes(letter)) return null;
  const length = { x: 2, u: 4, U: 8 }[letter];
  const isOctal = letter >= '0' && letter <= '7';
  if (length === undefined && !isOctal) return `unknown escape sequence ${describePoint(source, at)}`;
  const from = isOctal ? at : at + 1;
  const digits = isOctal ? /[0-7]/ : /[0-9a-fA-F]/;
  const to = from + (length ?? 3);
  for (let index = from; index < to; index += 1) {
    const digit = source[index];
    if (digit === undefined) return 'escape sequence not terminated';
    if (!digits.test(digit)) return `illegal character ${describePoint(source, index)} in escape sequence`;
  }
  const value = Number.parseInt(source.slice(from, to), isOctal ? 8 : 16);
  const isOutside = value > (isOctal ? 255 : 0x10ffff) || (value >= 0xd800 && value < 0xe000);
  return isOutside ? 'escape sequence is an invalid Unicode code point' : null;
}

function describePoint(source: string, at: number): string {
  const point = source.codePointAt(at) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(point)}'`;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function isWordStart(character: string): boolean {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character === '_' || character === ':';
}
