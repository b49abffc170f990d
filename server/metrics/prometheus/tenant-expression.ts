import { PromqlError } from '@/lib/promql/error';
import type { Call, Expr, StringLiteral, VectorSelector } from '@/lib/promql/ast';
import { parsePromql } from '@/lib/promql/parse';
import { printExpr } from '@/lib/promql/print';
import { walk } from '@/lib/promql/walk';
import type { Matcher } from '@/lib/metrics/matcher';

/** Tells the tenants of a shared store apart: every series of a tenant carries its number in this label, and answers do not show it. */
export const tenantLabel = 'nines_tenant';

/** Functions that look at the selector they are given, not at its values alone. */
const readsSelector: ReadonlySet<string> = new Set(['absent', 'timestamp']);

export function tenantMatcher(tenant: number): Matcher {
  return { label: tenantLabel, operator: '=', value: String(tenant) };
}

/**
 * The expression over the series of one tenant alone. Each selector gets the matcher of the tenant, and what it selects loses the label at once
 * (label_replace with an empty value), so that `on`, `by`, `or` and their like see the labels that the tenant wrote. The text is printed from the
 * syntax tree: nothing of the caller's spelling reaches the store. Throws PromqlError `bad_data`.
 */
export function expressionOfTenant(source: string, tenant: number): string {
  const expr = parsePromql(source);
  walk(expr, refuseTenantLabel);
  return printExpr(scoped(expr, tenant));
}

function scoped(expr: Expr, tenant: number): Expr {
  const inner = (child: Expr): Expr => scoped(child, tenant);
  switch (expr.kind) {
    case 'number':
    case 'string':
      return expr;
    case 'vectorSelector':
      return withoutTenantLabel(matching(expr, tenant));
    case 'matrixSelector':
      return { ...expr, vector: matching(expr.vector, tenant) };
    case 'call': {
      const isRaw = expr.args.map((arg) => isSeriesOf(arg, readsSelector.has(expr.func)));
      const call: Call = { ...expr, args: expr.args.map((arg, index) => (isRaw[index] ? rawSelector(arg, tenant) : inner(arg))) };
      return isRaw.includes(true) ? withoutTenantLabel(call) : call;
    }
    case 'aggregate':
      return { ...expr, expr: inner(expr.expr), param: expr.param && inner(expr.param) };
    case 'binary':
      return { ...expr, lhs: inner(expr.lhs), rhs: inner(expr.rhs) };
    case 'subquery':
    case 'unary':
    case 'paren':
      return { ...expr, expr: inner(expr.expr) };
  }
}

/** Whether an argument is a range of series, or a selector where the function wants to see one. */
function isSeriesOf(arg: Expr, wantsSelector: boolean): boolean {
  if (arg.kind === 'paren') return isSeriesOf(arg.expr, wantsSelector);
  return arg.kind === 'matrixSelector' || (wantsSelector && arg.kind === 'vectorSelector');
}

function rawSelector(arg: Expr, tenant: number): Expr {
  switch (arg.kind) {
    case 'paren':
      return { ...arg, expr: rawSelector(arg.expr, tenant) };
    case 'vectorSelector':
      return matching(arg, tenant);
    default:
      return scoped(arg, tenant);
  }
}

function matching(selector: VectorSelector, tenant: number): VectorSelector {
  return { ...selector, matchers: [...selector.matchers, tenantMatcher(tenant)] };
}

function withoutTenantLabel(expr: Expr): Call {
  const text = (value: string): StringLiteral => ({ kind: 'string', span: expr.span, value });
  return { kind: 'call', span: expr.span, func: 'label_replace', args: [expr, text(tenantLabel), text(''), text(tenantLabel), text('.*')] };
}

function refuseTenantLabel(expr: Expr): void {
  const refuse = (labels: readonly string[]): void => {
    if (labels.includes(tenantLabel)) throw new PromqlError('bad_data', `the label ${tenantLabel} is reserved: it tells tenants apart`, expr.span.start);
  };
  if (expr.kind === 'vectorSelector') refuse(expr.matchers.map(({ label }) => label));
  else if (expr.kind === 'aggregate') refuse(expr.grouping);
  else if (expr.kind === 'binary' && expr.matching) refuse([...expr.matching.labels, ...expr.matching.include]);
  else if (expr.kind === 'string') refuse([expr.value]);
  else if (expr.kind === 'call' && expr.func === 'info') {
    throw new PromqlError('bad_data', 'info() is not available with METRICS_URL: it would read series beside those that are selected. Use a join with group_left.', expr.span.start);
  }
}
