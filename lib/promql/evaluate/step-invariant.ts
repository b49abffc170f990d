import type { Expr } from '@/lib/promql/ast';
import type { FunctionName } from '@/lib/promql/functions';

/** Functions whose answer depends on the time of evaluation even when their arguments do not. */
const dependOnTime: ReadonlySet<FunctionName> = new Set([
  'days_in_month', 'day_of_month', 'day_of_week', 'day_of_year', 'hour', 'minute', 'month', 'year', 'predict_linear', 'time', 'timestamp',
] as const);

/** Whether an expression has one and the same value at every step, because of `@`, or because nothing in it is read from series. */
export function isStepInvariant(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return true;
    case 'vectorSelector':
    case 'subquery':
      return expr.at !== null;
    case 'matrixSelector':
      return expr.vector.at !== null;
    case 'paren':
    case 'unary':
    case 'aggregate':
      return isStepInvariant(expr.expr) && (expr.kind !== 'aggregate' || expr.param === null || isStepInvariant(expr.param));
    case 'binary':
      return isStepInvariant(expr.lhs) && isStepInvariant(expr.rhs);
    case 'call':
      return !dependOnTime.has(expr.func) && expr.args.every(isStepInvariant);
  }
}
