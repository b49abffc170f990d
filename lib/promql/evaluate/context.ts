import type { Expr } from '@/lib/promql/ast';
import type { Annotations } from './annotations';
import type { Budget } from './budget';
import type { FetchedSeries } from './fetch';
import type { Grid, Matrix } from './matrix';

/** What every part of an evaluation works with. */
export interface Context {
  /** Of the whole query: what `@ start()` and `@ end()` mean. */
  startMs: number;
  endMs: number;
  lookbackMs: number;
  /** Step of a subquery that names none. */
  defaultStepMs: number;
  annotations: Annotations;
  budget: Budget;
  /** What was read for a selector, or for an `info` call without a selector. */
  fetched(node: Expr): FetchedSeries;
  /** Evaluates an expression of type vector. The caller owns what it gets, and may change it. */
  vector(expr: Expr, grid: Grid): Promise<Matrix>;
  /** Evaluates an expression of type scalar, one value a step. */
  scalar(expr: Expr, grid: Grid): Promise<Float64Array>;
}

/** Without the parentheses around it. */
export function withoutParens(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner;
}
