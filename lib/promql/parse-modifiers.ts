import type { AtModifier, Expr, MatrixSelector, Subquery, VectorSelector } from './ast';
import { maxDurationMs } from './durations';
import { formatNumber } from './literals';
import type { Token } from './tokens';
import type { TokenStream } from './token-stream';

/** The next modifier of an expression (`[5m]`, `[5m:1m]`, `offset 5m`, `@ 1`) applied to it; null when none follows. */
export function parseModifier(stream: TokenStream, expr: Expr): Expr | null {
  switch (stream.next.word) {
    case '[':
      return parseRange(stream, expr);
    case 'offset':
      return parseOffset(stream, expr);
    case '@':
      return parseAt(stream, expr);
    default:
      return null;
  }
}

function parseRange(stream: TokenStream, expr: Expr): Expr {
  const open = stream.take();
  const rangeMs = parsePositiveDuration(stream, 'subquery or range selector', 'number, duration, step(), or range()');
  if (stream.takeWord(']')) return toMatrix(stream, expr, open, rangeMs);
  if (!stream.takeWord(':')) throw stream.unexpected('subquery or range', '":" or "]"');
  let stepMs: number | null = null;
  if (!stream.isWord(']')) {
    stepMs = parsePositiveDuration(stream, 'subquery selector', 'number, duration, step(), range(), or "]"') || null;
    if (!stream.isWord(']')) throw stream.unexpected('subquery selector', '"]"');
  }
  stream.take();
  return { kind: 'subquery', span: { start: expr.span.start, end: stream.lastEnd }, expr, rangeMs, stepMs, offsetMs: 0, at: null };
}

function toMatrix(stream: TokenStream, expr: Expr, open: Token, rangeMs: number): MatrixSelector {
  if (expr.kind !== 'vectorSelector') throw stream.fail(open.start, 'ranges only allowed for vector selectors');
  if (expr.offsetMs !== 0) throw stream.fail(open.start, 'no offset modifiers allowed before range');
  if (expr.at?.kind === 'time') throw stream.fail(open.start, 'no @ modifiers allowed before range');
  return { kind: 'matrixSelector', span: { start: expr.span.start, end: stream.lastEnd }, vector: expr, rangeMs };
}

function parseOffset(stream: TokenStream, expr: Expr): Expr {
  stream.take();
  const offsetMs = parseDurationTerm(stream, 'offset', 'number, duration, step(), or range()');
  const target = targetOf(expr);
  if (!target) {
    throw stream.fail(expr.span.start, 'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery');
  }
  if (target.offsetMs !== 0) throw stream.fail(expr.span.start, 'offset may not be set multiple times');
  target.offsetMs = Math.trunc(offsetMs);
  expr.span.end = stream.lastEnd;
  return expr;
}

function parseAt(stream: TokenStream, expr: Expr): Expr {
  stream.take();
  const at = parseTimestamp(stream, expr);
  const target = targetOf(expr);
  if (!target) {
    throw stream.fail(expr.span.start, '@ modifier must be preceded by an instant vector selector or range vector selector or a subquery');
  }
  if (target.at !== null) throw stream.fail(expr.span.start, '@ <timestamp> may not be set multiple times');
  target.at = at;
  expr.span.end = stream.lastEnd;
  return expr;
}

function parseTimestamp(stream: TokenStream, expr: Expr): AtModifier {
  const { word } = stream.next;
  if (word === 'start' || word === 'end') {
    stream.take();
    if (!stream.takeWord('(') || !stream.takeWord(')')) throw stream.unexpected('@', 'timestamp');
    return { kind: word };
  }
  const sign = takeSign(stream);
  if (!isNumeric(stream.next)) throw stream.unexpected('@', 'timestamp');
  const seconds = sign * stream.valueOfNumber(stream.take());
  if (!(Math.abs(seconds) < 2 ** 63)) {
    const shown = Number.isFinite(seconds) ? `${BigInt(seconds)}.000000` : formatNumber(seconds);
    throw stream.fail(expr.span.start, `timestamp out of bounds for @ modifier: ${shown}`);
  }
  return { kind: 'time', timeMs: Math.round(seconds * 1_000) };
}

/** Zero only for a duration of less than a millisecond. */
function parsePositiveDuration(stream: TokenStream, context: string, expected: string): number {
  const { start } = stream.next;
  const ms = parseDurationTerm(stream, context, expected);
  if (stream.next.kind === 'operator') throw stream.fail(start, 'experimental duration expression is not enabled');
  if (ms <= 0) throw stream.fail(start, 'duration must be greater than 0');
  return Math.trunc(ms);
}

function parseDurationTerm(stream: TokenStream, context: string, expected: string): number {
  const { start } = stream.next;
  const sign = takeSign(stream);
  if (isExpressionStart(stream)) throw stream.fail(start, 'experimental duration expression is not enabled');
  if (!isNumeric(stream.next)) throw stream.unexpected(context, expected);
  const ms = (sign * Math.round(stream.valueOfNumber(stream.take()) * 1e9)) / 1e6;
  if (!(Math.abs(ms) <= maxDurationMs)) throw stream.fail(start, 'duration out of range');
  return ms;
}

function isExpressionStart(stream: TokenStream): boolean {
  return stream.isWord('(') || (['step', 'range', 'min', 'max'].includes(stream.next.word) && stream.peek(1).word === '(');
}

function takeSign(stream: TokenStream): 1 | -1 {
  if (stream.takeWord('-')) return -1;
  stream.takeWord('+');
  return 1;
}

function isNumeric({ kind }: Token): boolean {
  return kind === 'number' || kind === 'duration';
}

function targetOf(expr: Expr): VectorSelector | Subquery | null {
  if (expr.kind === 'matrixSelector') return expr.vector;
  return expr.kind === 'vectorSelector' || expr.kind === 'subquery' ? expr : null;
}
