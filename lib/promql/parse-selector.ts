import { isAppError } from '@/lib/errors';
import { alternativesOf, compilePattern, type Matcher } from '@/lib/metrics/matcher';
import type { VectorSelector } from './ast';
import { isLabelName, type Token } from './tokens';
import type { TokenStream } from './token-stream';

/** Most matchers of one selector, and most labels of one grouping. */
const maxMatchers = 200;

/** `name`, `name{...}` or `{...}`, without range, offset and `@`. */
export function parseSelector(stream: TokenStream): VectorSelector {
  const first = stream.next;
  const name = first.text === '{' ? null : stream.take().text;
  const matchers: Matcher[] = name === null ? [] : [{ label: '__name__', operator: '=', value: name }];
  if (stream.isWord('{')) parseMatchers(stream, matchers);
  return { kind: 'vectorSelector', span: { start: first.start, end: stream.lastEnd }, name, matchers, offsetMs: 0, at: null };
}

function parseMatchers(stream: TokenStream, matchers: Matcher[]): void {
  stream.take();
  while (!stream.takeWord('}')) {
    matchers.push(parseMatcher(stream));
    if (matchers.length > maxMatchers) throw stream.fail(stream.next.start, `a selector has at most ${maxMatchers} matchers`);
    if (!stream.takeWord(',') && !stream.isWord('}')) throw stream.unexpected('label matching', '"," or "}"');
  }
}

function parseMatcher(stream: TokenStream): Matcher {
  const { kind } = stream.next;
  if (kind !== 'identifier' && kind !== 'string') throw stream.unexpected('label matching', 'identifier or "}"');
  const token = stream.take();
  const label = kind === 'string' ? stream.valueOfString(token) : token.text;
  const operator = operatorOf(stream.next);
  if (operator === null) {
    if (kind === 'identifier') throw stream.unexpected('label matching', 'label matching operator');
    return { label: '__name__', operator: '=', value: label };
  }
  stream.take();
  if (stream.next.kind !== 'string') throw stream.unexpected('label matching', 'string');
  const value = stream.valueOfString(stream.take());
  if (operator === '=~' || operator === '!~') checkPattern(stream, value, token.start);
  return { label, operator, value };
}

function operatorOf({ text }: Token): Matcher['operator'] | null {
  return text === '=' || text === '!=' || text === '=~' || text === '!~' ? text : null;
}

function checkPattern(stream: TokenStream, pattern: string, offset: number): void {
  if (alternativesOf(pattern)) return;
  try {
    compilePattern(pattern);
  } catch (error) {
    throw isAppError(error) ? stream.fail(offset, patternProblem(error.message)) : error;
  }
}

function patternProblem(message: string): string {
  const detail = /error parsing regexp: [\s\S]*(?=\.$)/.exec(message)?.[0];
  return detail?.replace('(?s)^(?:', '^(?s:') ?? message;
}

/** `(a, b, "c.d")` after `by`, `on` and their like. */
export function parseGrouping(stream: TokenStream): string[] {
  if (!stream.takeWord('(')) throw stream.unexpected('grouping opts', '"("');
  const labels: string[] = [];
  while (!stream.takeWord(')')) {
    labels.push(parseGroupingLabel(stream));
    if (labels.length > maxMatchers) throw stream.fail(stream.next.start, `a grouping has at most ${maxMatchers} labels`);
    if (!stream.takeWord(',') && !stream.isWord(')')) throw stream.unexpected('grouping opts', '"," or ")"');
  }
  return labels;
}

function parseGroupingLabel(stream: TokenStream): string {
  const { next } = stream;
  if (next.kind === 'string') {
    const value = stream.valueOfString(next);
    if (value !== '') return (stream.take(), value);
  } else if (isLabelName(next)) return stream.take().text;
  throw stream.unexpected('grouping opts', 'label');
}
