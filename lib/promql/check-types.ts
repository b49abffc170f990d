import { compileMatcher } from '@/lib/metrics/matcher';
import type { Aggregate, Binary, Call, Expr, ValueType, VectorSelector } from './ast';
import type { PromqlError } from './error';
import { functions, type FunctionSignature } from './functions';
import { describeType, typeOf } from './types';

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
const setOperators = new Set(['and', 'or', 'unless']);

type Fail = (offset: number, problem: string) => PromqlError;

/**
 * Checks what the grammar leaves open, as checkAST of Prometheus does: types and number of arguments, matchers that accept everything,
 * `bool`, set operators, grouping. Gives the type; sets the matching of binary expressions. Throws what `fail` makes of the first fault.
 */
export function checkTypes(expr: Expr, source: string, fail: Fail): ValueType {
  return check(expr, { source, fail });
}

interface Context {
  source: string;
  fail: Fail;
}

function check(expr: Expr, context: Context): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vectorSelector':
      checkSelector(expr, context);
      return 'vector';
    case 'matrixSelector':
      checkSelector(expr.vector, context);
      return 'matrix';
    case 'subquery': {
      const type = check(expr.expr, context);
      if (type !== 'vector') throw context.fail(expr.span.start, `subquery is only allowed on instant vector, got ${type} instead`);
      return 'matrix';
    }
    case 'call':
      return checkCall(expr, context);
    case 'aggregate':
      return checkAggregate(expr, context);
    case 'binary':
      return checkBinary(expr, context);
    case 'unary': {
      const type = check(expr.expr, context);
      if (type === 'scalar' || type === 'vector') return type;
      throw context.fail(expr.span.start, `unary expression only allowed on expressions of type scalar or instant vector, got "${describeType(type)}"`);
    }
    case 'paren':
      return check(expr.expr, context);
  }
}

function checkSelector({ name, matchers, span }: VectorSelector, { fail }: Context): void {
  if (name !== null) {
    const second = matchers.slice(1).find(({ label }) => label === '__name__');
    if (second) throw fail(span.start, `metric name must not be set twice: ${JSON.stringify(name)} or ${JSON.stringify(second.value)}`);
  } else if (!matchers.some((matcher) => !compileMatcher(matcher)(''))) {
    throw fail(span.start, 'vector selector must contain at least one non-empty matcher');
  }
}

function checkAggregate({ op, expr, param }: Aggregate, context: Context): ValueType {
  expectType(expr, 'vector', 'aggregation expression', context);
  if (param) expectType(param, op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter', context);
  return 'vector';
}

function checkCall(call: Call, context: Context): ValueType {
  const { args, func, span } = call;
  const signature: FunctionSignature = functions[func];
  const [least, most] = argumentCounts(signature);
  const problem = (wanted: string): PromqlError => context.fail(span.start, `expected ${wanted} argument(s) in call to "${func}", got ${args.length}`);
  if (least === most && args.length !== least) throw problem(String(least));
  if (args.length < least) throw problem(`at least ${least}`);
  if (args.length > most) throw problem(`at most ${most}`);
  if (func === 'info') checkInfo(call, context);
  args.forEach((arg, index) => {
    if (func === 'info' && index === 1) return;
    const type = signature.args[Math.min(index, signature.args.length - 1)];
    if (type) expectType(arg, type, `call to function "${func}"`, context);
  });
  return signature.returns;
}

/** The fewest and the most arguments that a function takes. */
function argumentCounts({ args, optional }: FunctionSignature): [number, number] {
  if (optional < 0) return [args.length - 1, Number.POSITIVE_INFINITY];
  return [args.length - optional, args.length];
}

function checkInfo({ args, span }: Call, { fail }: Context): void {
  const selector = args[1];
  if (!selector) return;
  const type = typeOf(selector);
  if (type !== 'vector') throw fail(span.start, `expected type instant vector in call to function "info", got ${describeType(type)}`);
  if (selector.kind !== 'vectorSelector') throw fail(selector.span.start, 'expected label selectors only');
  if (selector.name !== null) throw fail(selector.span.start, 'expected label selectors only, got vector selector instead');
}

function expectType(expr: Expr, wanted: ValueType, where: string, context: Context): void {
  const type = check(expr, context);
  if (type !== wanted) throw context.fail(expr.span.start, `expected type ${describeType(wanted)} in ${where}, got ${describeType(type)}`);
}

function checkBinary(expr: Binary, context: Context): ValueType {
  const { fail } = context;
  const left = check(expr.lhs, context);
  const right = check(expr.rhs, context);
  const isComparison = comparisons.has(expr.op);
  if (expr.returnsBool && !isComparison) throw fail(operatorOffset(expr, context), 'bool modifier can only be used on comparison operators');
  if (isComparison && !expr.returnsBool && left === 'scalar' && right === 'scalar') {
    throw fail(operatorOffset(expr, context), 'comparisons between scalars must use BOOL modifier');
  }
  checkLabels(expr, context);
  for (const [operand, type] of [[expr.lhs, left], [expr.rhs, right]] as const) {
    if (type === 'scalar' || type === 'vector') continue;
    throw fail(operand.span.start, 'binary expression must contain only scalar and instant vector types');
  }
  const isSet = setOperators.has(expr.op);
  if (left === 'vector' && right === 'vector') {
    if (isSet) checkSetOperator(expr, context);
    return 'vector';
  }
  if (expr.matching && expr.matching.labels.length > 0) throw fail(expr.span.start, 'vector matching only allowed between instant vectors');
  if (isSet) throw fail(expr.span.start, `set operator "${expr.op}" not allowed in binary scalar expression`);
  expr.matching = null;
  return left === 'scalar' && right === 'scalar' ? 'scalar' : 'vector';
}

function checkLabels(expr: Binary, context: Context): void {
  if (!expr.matching?.isOn) return;
  const both = expr.matching.labels.find((label) => expr.matching?.include.includes(label));
  if (both !== undefined) throw context.fail(operatorOffset(expr, context), `label ${JSON.stringify(both)} must not occur in ON and GROUP clause at once`);
}

function checkSetOperator(expr: Binary, { fail }: Context): void {
  if (!expr.matching) return;
  if (expr.matching.cardinality !== 'one-to-one') throw fail(expr.span.start, `no grouping allowed for "${expr.op}" operation`);
  expr.matching = { ...expr.matching, cardinality: 'many-to-many' };
}

function operatorOffset({ lhs }: Binary, { source }: Context): number {
  let offset = lhs.span.end;
  while (/[ \t\r\n]/.test(source[offset] ?? '')) offset += 1;
  return offset;
}
