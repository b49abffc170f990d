import type { Matcher } from '@/lib/metrics/matcher';
import type { Aggregate, AtModifier, Binary, Expr, NumberLiteral, VectorSelector } from './ast';
import { formatDuration } from './durations';
import { formatNumber, quote } from './literals';

/** An expression as Prometheus writes it on one line (promql/parser/printer.go): the form that alerts and annotations carry. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr);
    case 'string':
      return quote(expr.value);
    case 'vectorSelector':
      return printSelector(expr) + printTime(expr.at, expr.offsetMs);
    case 'matrixSelector':
      return `${printSelector(expr.vector)}[${formatDuration(expr.rangeMs)}]${printTime(expr.vector.at, expr.vector.offsetMs)}`;
    case 'subquery': {
      const step = expr.stepMs === null ? '' : formatDuration(expr.stepMs);
      return `${printExpr(expr.expr)}[${formatDuration(expr.rangeMs)}:${step}]${printTime(expr.at, expr.offsetMs)}`;
    }
    case 'call':
      return `${expr.func}(${expr.args.map(printExpr).join(', ')})`;
    case 'aggregate':
      return printAggregate(expr);
    case 'binary':
      return `${printExpr(expr.lhs)} ${expr.op}${expr.returnsBool ? ' bool' : ''}${printMatching(expr)} ${printExpr(expr.rhs)}`;
    case 'unary':
      return expr.op + printExpr(expr.expr);
    case 'paren':
      return `(${printExpr(expr.expr)})`;
  }
}

function printNumber({ value, isDuration }: NumberLiteral): string {
  if (!isDuration) return formatNumber(value);
  return `${value < 0 ? '-' : ''}${formatDuration(Math.round(Math.abs(value) * 1_000))}`;
}

function printSelector({ name, matchers }: VectorSelector): string {
  const printed = matchers.slice(name === null ? 0 : 1).map(printMatcher).sort();
  return `${name ?? ''}${printed.length === 0 && name !== null ? '' : `{${printed.join(',')}}`}`;
}

/** A matcher as PromQL writes it. */
export function printMatcher({ label, operator, value }: Matcher): string {
  return printLabel(label) + operator + quote(value);
}

function printTime(at: AtModifier | null, offsetMs: number): string {
  const offset = offsetMs === 0 ? '' : ` offset ${offsetMs < 0 ? '-' : ''}${formatDuration(Math.abs(offsetMs))}`;
  if (at === null) return offset;
  return ` @ ${at.kind === 'time' ? (at.timeMs / 1_000).toFixed(3) : `${at.kind}()`}${offset}`;
}

function printAggregate({ op, grouping, isWithout, param, expr }: Aggregate): string {
  const clause = isWithout || grouping.length > 0 ? ` ${isWithout ? 'without' : 'by'} (${printLabels(grouping)}) ` : '';
  return `${op}${clause}(${param === null ? '' : `${printExpr(param)}, `}${printExpr(expr)})`;
}

function printMatching({ matching }: Binary): string {
  if (!matching) return '';
  const isGrouped = matching.cardinality === 'many-to-one' || matching.cardinality === 'one-to-many';
  let text = '';
  if (matching.labels.length > 0 || matching.isOn || isGrouped) text = ` ${matching.isOn ? 'on' : 'ignoring'} (${printLabels(matching.labels)})`;
  if (isGrouped) text += ` group_${matching.cardinality === 'many-to-one' ? 'left' : 'right'} (${printLabels(matching.include)})`;
  return text;
}

function printLabels(labels: readonly string[]): string {
  return labels.map(printLabel).join(', ');
}

function printLabel(label: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) ? label : quote(label);
}
