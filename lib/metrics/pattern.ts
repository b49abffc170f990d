import { AppError } from '@/lib/errors';

/** A regular expression of a matcher, checked and translated. */
interface Pattern {
  /** The same language, anchored, as a PostgreSQL advanced regular expression (to be used with collation "C"). */
  posix: string;
  /** The values that match, where the expression is nothing but words and `|`. */
  alternatives: string[] | null;
  isEmptyMatched: boolean;
}

/** Bounds of one expression. Unrolled repetitions multiply: the product of nested ones is what an automaton pays for. */
export const patternLimits = { length: 512, repetition: 255, unrolled: 1_000, depth: 20 } as const;

/**
 * Translates the regular language of RE2 (https://github.com/google/re2/wiki/Syntax): literals, classes, groups, alternation, repetition,
 * anchors, and `(?i)` or `(?s)` at the start. Look-around and back-references are refused, so that PostgreSQL evaluates the result by an
 * automaton, in time linear in the value: user input never reaches the backtracking engine of JavaScript.
 * Throws AppError `invalid` with the position.
 */
export function parsePattern(source: string): Pattern {
  if (source.length > patternLimits.length) {
    throw new AppError('invalid', `A regular expression has at most ${patternLimits.length} characters; this one has ${source.length}.`);
  }
  const flags = /^\(\?([is]{1,2})\)/.exec(source);
  const start = flags ? flags[0].length : 0;
  const parser = new PatternParser(source, start);
  const body = parser.parse();
  const isFolded = flags?.[1]?.includes('i') ?? false;
  return {
    posix: `${isFolded ? '(?i)' : ''}^(?:${body.posix})$`,
    alternatives: !isFolded && /^[\w:/ |-]*$/.test(source) ? source.split('|') : null,
    isEmptyMatched: body.isNullable,
  };
}

interface Node {
  posix: string;
  isNullable: boolean;
  /** States after unrolling, for the bound. */
  unrolled: number;
}

const perlClasses: Record<string, string> = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\f\\r ' };
const controls: Record<string, string> = { n: '\\n', t: '\\t', r: '\\r', f: '\\f', v: '\\v' };
const special = new Set('\\.+*?()|[]{}^$');

class PatternParser {
  constructor(
    private readonly source: string,
    private at: number,
  ) {}

  parse(): Node {
    const node = this.alternation(0);
    if (this.at < this.source.length) throw this.error('this ) closes no group');
    return node;
  }

  private alternation(depth: number): Node {
    if (depth > patternLimits.depth) throw this.error(`groups nest at most ${patternLimits.depth} deep`);
    const branches = [this.concatenation(depth)];
    while (this.source[this.at] === '|') {
      this.at += 1;
      branches.push(this.concatenation(depth));
    }
    return {
      posix: branches.map((branch) => branch.posix || '(?:)').join('|'),
      isNullable: branches.some((branch) => branch.isNullable),
      unrolled: branches.reduce((total, branch) => total + branch.unrolled, 0),
    };
  }

  private concatenation(depth: number): Node {
    const result: Node = { posix: '', isNullable: true, unrolled: 0 };
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const node = this.repeated(depth);
      result.posix += node.posix;
      result.isNullable &&= node.isNullable;
      result.unrolled += node.unrolled;
    }
    return result;
  }

  private repeated(depth: number): Node {
    const atom = this.atom(depth);
    const found = /^(?:[*+?]|\{(\d{1,4})(,(\d{1,4})?)?\})/.exec(this.source.slice(this.at, this.at + 12));
    if (!found) return atom;
    const low = Number(found[1] ?? (found[0] === '+' ? 1 : 0));
    const high = Number(found[3] ?? found[1] ?? 1);
    if (high < low) throw this.error('this repetition ends before it starts');
    if (high > patternLimits.repetition) throw this.error(`a repetition is at most ${patternLimits.repetition}`);
    this.at += found[0].length;
    if (this.source[this.at] === '?') this.at += 1; // Lazy or greedy does not change whether a value matches.
    if (/[*+?{]/.test(this.source[this.at] ?? '')) throw this.error('a repetition cannot be repeated; use a group');
    const unrolled = atom.unrolled * Math.max(1, high);
    if (unrolled > patternLimits.unrolled) throw this.error(`nested repetitions unroll to more than ${patternLimits.unrolled} steps`);
    return { posix: `(?:${atom.posix})${found[0]}`, isNullable: atom.isNullable || low === 0, unrolled };
  }

  private atom(depth: number): Node {
    const character = this.source[this.at] ?? '';
    if (character === '(') return this.group(depth);
    if (character === '[') return { posix: this.bracket(), isNullable: false, unrolled: 1 };
    if (/[*+?{]/.test(character)) throw this.error(`nothing to repeat before ${character}`);
    if (character === '\\') return { posix: this.escape(false), isNullable: false, unrolled: 1 };
    const taken = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    this.at += taken.length;
    const isAnchor = character === '^' || character === '$';
    const isPlain = isAnchor || character === '.' || !special.has(character);
    return { posix: isPlain ? taken : `\\${taken}`, isNullable: isAnchor, unrolled: 1 };
  }

  private group(depth: number): Node {
    const opening = this.at;
    const prefix = /^\((?:\?:|\?P?<[A-Za-z_]\w{0,99}>)?/.exec(this.source.slice(this.at))?.[0] ?? '(';
    this.at += prefix.length;
    if (this.source[this.at] === '?') throw this.error('only plain groups, (?: and named groups are supported; (?i) at the very start');
    const inner = this.alternation(depth + 1);
    if (this.source[this.at] !== ')') {
      this.at = opening;
      throw this.error('this group is not closed');
    }
    this.at += 1;
    return { ...inner, posix: `(?:${inner.posix})` };
  }

  private bracket(): string {
    const opening = this.at;
    this.at += 1;
    let body = '[';
    if (this.source[this.at] === '^') body += this.source[this.at++];
    let isFirst = true;
    while (isFirst || this.source[this.at] !== ']') {
      if (this.at >= this.source.length) {
        this.at = opening;
        throw this.error('this class is not closed');
      }
      body += this.classMember();
      isFirst = false;
    }
    this.at += 1;
    return `${body}]`;
  }

  private classMember(): string {
    const named = /^\[:\^?[a-z]+:\]/.exec(this.source.slice(this.at, this.at + 12))?.[0];
    if (named) {
      if (!/^\[:(?:alpha|digit|alnum|upper|lower|space|punct|blank|cntrl|graph|print|xdigit):\]$/.test(named)) {
        throw this.error(`${named} is not supported`);
      }
      this.at += named.length;
      return named;
    }
    const [low, lowPoint] = this.classCharacter();
    if (this.source[this.at] !== '-' || this.source[this.at + 1] === ']' || lowPoint === null) return low;
    this.at += 1;
    const [high, highPoint] = this.classCharacter();
    if (highPoint === null || highPoint < lowPoint) throw this.error('this range ends before it starts');
    return `${low}-${high}`;
  }

  /** One character of a class, escaped for PostgreSQL, and its code point; null for a class such as \d. */
  private classCharacter(): [posix: string, codePoint: number | null] {
    if (this.source[this.at] === '\\') {
      const letter = this.source[this.at + 1] ?? '';
      const posix = this.escape(true);
      return [posix, letter in perlClasses ? null : letter in controls ? 0 : letter.charCodeAt(0)];
    }
    const codePoint = this.source.codePointAt(this.at);
    if (codePoint === undefined) throw this.error('this class is not closed');
    const character = String.fromCodePoint(codePoint);
    this.at += character.length;
    return [/[\\\][^-]/.test(character) ? `\\${character}` : character, codePoint];
  }

  private escape(isInClass: boolean): string {
    const letter = this.source[this.at + 1] ?? '';
    const positive = perlClasses[letter];
    const negative = perlClasses[letter.toLowerCase()];
    let posix: string | undefined;
    if (positive !== undefined) posix = isInClass ? positive : `[${positive}]`;
    else if (negative !== undefined && !isInClass) posix = `[^${negative}]`;
    else if (letter in controls) posix = controls[letter];
    else if (/^[!-/:-@[-`{-~]$/.test(letter)) posix = `\\${letter}`;
    if (posix === undefined) throw this.error(`\\${letter} is not supported`);
    this.at += 2;
    return posix;
  }

  private error(reason: string): AppError {
    return new AppError('invalid', `Regular expression, character ${this.at + 1}: ${reason}.`);
  }
}
