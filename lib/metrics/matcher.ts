import { RE2JS } from 're2js';
import { AppError } from '@/lib/errors';

/** A label must equal, differ from, match or not match a value; regular expressions are RE2 and anchored, as in PromQL. */
export interface Matcher {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** Longest regular expression, in characters. */
export const maxPatternLength = 1_024;

/** Most instructions and groups of a compiled one: what a match costs grows with both, for each character of the value. */
const maxProgramSize = 1_000;
const maxGroups = 32;

/**
 * Whether a matcher accepts a value (the empty string where the label is absent). Regular expressions run in linear time (RE2): user input
 * never reaches the backtracking engine of JavaScript. Throws AppError `invalid` for an expression that RE2 refuses.
 */
export function compileMatcher({ operator, value }: Pick<Matcher, 'operator' | 'value'>): (candidate: string) => boolean {
  switch (operator) {
    case '=':
      return (candidate) => candidate === value;
    case '!=':
      return (candidate) => candidate !== value;
    case '=~':
      return compileAnchored(value);
    case '!~': {
      const matches = compileAnchored(value);
      return (candidate) => !matches(candidate);
    }
  }
}

/** The values that an expression matches, where it is nothing but words, escaped punctuation and `|`, as dashboards write lists; else null. */
export function alternativesOf(pattern: string): string[] | null {
  if (!/^(?:[\w:/ |-]|\\[.+*?()[\]{}^$/-])*$/.test(pattern)) return null;
  return pattern.split('|').map((each) => each.replaceAll('\\', ''));
}

/**
 * RE2 over the whole value; `.` matches a line's end too, as in Prometheus 3. Throws AppError `invalid`, also for what would take long to
 * compile or to match.
 */
export function compilePattern(pattern: string): RE2JS {
  if (pattern.length > maxPatternLength) {
    throw new AppError('invalid', `A regular expression has at most ${maxPatternLength} characters; this one has ${pattern.length}. Use a shorter one.`);
  }
  if (repetitionsIn(pattern) > maxProgramSize) throw tooLarge(pattern);
  const compiled = compile(pattern);
  if (compiled.programSize() > maxProgramSize) throw tooLarge(pattern);
  if (compiled.groupCount() > maxGroups) {
    throw new AppError('invalid', `A regular expression has at most ${maxGroups} groups; this one has ${compiled.groupCount()}. Write (?:…) for groups whose text is not used.`);
  }
  return compiled;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(`^(?:${pattern})$`, RE2JS.DOTALL);
  } catch (error) {
    throw new AppError('invalid', `The regular expression ${JSON.stringify(pattern)} is not valid: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The sum of all counts as in `a{1000}`: each is written out when it is compiled, which takes long before its size is known. */
function repetitionsIn(pattern: string): number {
  let total = 0;
  for (const [, least = '', most = ''] of pattern.matchAll(/(?<!\\x)\{(\d+)(?:,(\d*))?\}/g)) total += Math.max(Number(least), Number(most));
  return total;
}

function tooLarge(pattern: string): AppError {
  return new AppError('invalid', `The regular expression ${JSON.stringify(pattern)} is too large. Use fewer alternatives, or smaller counts in {…}.`);
}

function compileAnchored(pattern: string): (candidate: string) => boolean {
  const alternatives = alternativesOf(pattern);
  if (alternatives) {
    const accepted = new Set(alternatives);
    return (candidate) => accepted.has(candidate);
  }
  if (pattern === '.*') return () => true;
  if (pattern === '.+') return (candidate) => candidate !== '';
  const compiled = compilePattern(pattern);
  return (candidate) => compiled.matches(candidate);
}
