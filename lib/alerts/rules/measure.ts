import type { Binary, Expr } from '@/lib/promql/ast';
import { typeOf } from '@/lib/promql/types';
import { walk } from '@/lib/promql/walk';

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** What an expression compares at its outside: the value that is measured and the number that it is held against, where there is one. */
export interface Measure {
  expr: Expr;
  level: number | null;
}

/** The measured side of an outermost comparison, for a chart; the expression itself where it compares nothing there. */
export function measureOf(expr: Expr): Measure {
  const inner = withoutParens(expr);
  if (inner.kind !== 'binary' || !isFilter(inner)) return { expr, level: null };
  const [measured, other] = typeOf(inner.lhs) === 'scalar' ? [inner.rhs, inner.lhs] : [inner.lhs, inner.rhs];
  const bound = withoutParens(other);
  return { expr: withoutParens(measured), level: bound.kind === 'number' ? bound.value : null };
}

/**
 * An expression that returns a series, with the labels that the rule's own would have, wherever there is data, whatever its value: the comparisons
 * that decide are taken off. Null where an empty result may mean that all is well: with `absent`, a comparison within, or nothing compared at all.
 */
export function dataOf(expr: Expr): Expr | null {
  const inner = withoutParens(expr);
  if (inner.kind !== 'binary') return null;
  if (isFilter(inner)) return filterData(inner);
  const lhs = dataOf(inner.lhs);
  if (lhs === null || inner.op === 'unless') return inner.op === 'unless' ? lhs : null;
  if (inner.op !== 'and' && inner.op !== 'or') return null;
  // The other side of `and` may be plain data, such as info series that narrow the first.
  const rhs = dataOf(inner.rhs) ?? (inner.op === 'and' && isWhole(inner.rhs) ? inner.rhs : null);
  return rhs && { ...inner, lhs: inParens(lhs), rhs: inParens(rhs) };
}

/** Whether an empty result means missing data: nothing in the expression drops series by their values, or makes series of nothing. */
export function isWhole(expr: Expr): boolean {
  let whole = true;
  walk(expr, (each) => {
    if (each.kind === 'binary' && (isFilter(each) || each.op === 'and' || each.op === 'unless')) whole = false;
    if (each.kind === 'call' && each.func.startsWith('absent')) whole = false;
  });
  return whole;
}

function filterData(filter: Binary): Expr | null {
  if (!isWhole(filter.lhs) || !isWhole(filter.rhs)) return null;
  if (typeOf(filter.lhs) === 'scalar') return withoutParens(filter.rhs);
  if (typeOf(filter.rhs) === 'scalar') return withoutParens(filter.lhs);
  return { ...filter, returnsBool: true };
}

/** A comparison that keeps and drops series; one between numbers, or with `bool`, gives a value always. */
function isFilter({ op, returnsBool, lhs, rhs }: Binary): boolean {
  return comparisons.has(op) && !returnsBool && (typeOf(lhs) !== 'scalar' || typeOf(rhs) !== 'scalar');
}

export function inParens(expr: Expr): Expr {
  return expr.kind === 'binary' || expr.kind === 'unary' ? { kind: 'paren', span: expr.span, expr } : expr;
}

function withoutParens(expr: Expr): Expr {
  return expr.kind === 'paren' ? withoutParens(expr.expr) : expr;
}
