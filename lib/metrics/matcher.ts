import { RE2JS } from 're2js';
import { AppError } from '@/lib/errors';

/** A label must equal, differ from, match or not match a value; regular expressions are RE2 and anchored, as in PromQL. */
export interface Matcher {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** Longest regular expression, in characters. */
export const maxPatternLength = 4_096;

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

/** The values that an expression matches, where it is nothing but words and `|`; else null. */
export function alternativesOf(pattern: string): string[] | null {
  return /^[\w:/ |-]*$/.test(pattern) ? pattern.split('|') : null;
}

/** RE2 over the whole value; `.` matches a line's end too, as in Prometheus 3. Throws AppError `invalid`. */
export function compilePattern(pattern: string): RE2JS {
  if (pattern.length > maxPatternLength) {
    throw new AppError('invalid', `A regular expression has at most ${maxPatternLength} characters; this one has ${pattern.length}.`);
  }
  try {
    return RE2JS.compile(`^(?:${pattern})$`, RE2JS.DOTALL);
  } catch (error) {
    throw new AppError('invalid', `The regular expression ${JSON.stringify(pattern)} is not valid: ${error instanceof Error ? error.message : String(error)}.`);
  }
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
