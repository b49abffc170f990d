import type { Matcher } from '@/lib/metrics/matcher';
import type { AtModifier, Expr, Subquery, VectorSelector } from '@/lib/promql/ast';
import { functions } from '@/lib/promql/functions';
import { formatScalar } from './format-number';

/** A parsed expression in the form that `/api/v1/parse_query` of Prometheus gives it (web/api/v1/translate_ast.go). */
export function expressionObject(expr: Expr): object {
  switch (expr.kind) {
    case 'number':
      return { type: 'numberLiteral', val: formatScalar(expr.value) };
    case 'string':
      return { type: 'stringLiteral', val: expr.value };
    case 'vectorSelector':
      return { type: 'vectorSelector', ...selectorFields(expr) };
    case 'matrixSelector':
      return { type: 'matrixSelector', range: expr.rangeMs, ...selectorFields(expr.vector) };
    case 'subquery':
      return { type: 'subquery', expr: expressionObject(expr.expr), range: expr.rangeMs, step: expr.stepMs ?? 0, ...timeFields(expr) };
    case 'call': {
      const { args, optional, returns } = functions[expr.func];
      return { type: 'call', func: { name: expr.func, argTypes: args, variadic: optional, returnType: returns }, args: expr.args.map(expressionObject) };
    }
    case 'aggregate': {
      const { op, grouping, isWithout, param } = expr;
      return { type: 'aggregation', op, expr: expressionObject(expr.expr), param: param && expressionObject(param), grouping, without: isWithout };
    }
    case 'binary':
      return binaryObject(expr);
    case 'unary':
      return { type: 'unaryExpr', op: expr.op, expr: expressionObject(expr.expr) };
    case 'paren':
      return { type: 'parenExpr', expr: expressionObject(expr.expr) };
  }
}

function binaryObject({ op, lhs, rhs, returnsBool, matching }: Extract<Expr, { kind: 'binary' }>): object {
  const shown = matching && { card: matching.cardinality, labels: matching.labels, on: matching.isOn, include: matching.include };
  return { type: 'binaryExpr', op, lhs: expressionObject(lhs), rhs: expressionObject(rhs), matching: shown, bool: returnsBool };
}

function selectorFields(selector: VectorSelector): object {
  return { name: selector.name ?? '', matchers: selector.matchers.map(matcherObject), ...timeFields(selector) };
}

function matcherObject({ label, operator, value }: Matcher): object {
  return { name: label, type: operator, value };
}

function timeFields({ offsetMs, at }: Pick<VectorSelector | Subquery, 'offsetMs' | 'at'>): object {
  return { offset: offsetMs, timestamp: at?.kind === 'time' ? at.timeMs : null, startOrEnd: startOrEnd(at) };
}

function startOrEnd(at: AtModifier | null): 'start' | 'end' | null {
  return at === null || at.kind === 'time' ? null : at.kind;
}
