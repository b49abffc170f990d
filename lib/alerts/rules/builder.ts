import { AppError } from '@/lib/errors';
import { metricName } from '@/lib/metrics/labels';
import type { Aggregator, Expr, MatrixSelector, VectorSelector } from '@/lib/promql/ast';
import { isPromqlError } from '@/lib/promql/error';
import type { FunctionName } from '@/lib/promql/functions';
import { parsePromql } from '@/lib/promql/parse';
import { printExpr } from '@/lib/promql/print';
import type { RuleBuilder } from './schemas';

interface Meaning {
  /** Of one series over the window. */
  overTime: FunctionName;
  /** Of the series that share the labels that are kept. */
  across: Aggregator;
}

/** Counts and speeds of several series add up; of their last values the highest stands for all. */
const meanings: Readonly<Record<RuleBuilder['aggregate'], Meaning>> = {
  avg: { overTime: 'avg_over_time', across: 'avg' },
  min: { overTime: 'min_over_time', across: 'min' },
  max: { overTime: 'max_over_time', across: 'max' },
  sum: { overTime: 'sum_over_time', across: 'sum' },
  count: { overTime: 'count_over_time', across: 'sum' },
  rate: { overTime: 'rate', across: 'sum' },
  increase: { overTime: 'increase', across: 'sum' },
  last: { overTime: 'last_over_time', across: 'max' },
};

const span = { start: 0, end: 0 };

/**
 * The PromQL of what the builder asks for: first each series over the window, then the series that share the labels in `by`. Names that are no plain
 * PromQL are quoted. Throws AppError `invalid`, with the path of the field, for a rate without a window, a count of nothing, or a matcher that is wrong.
 */
export function expressionOf(builder: RuleBuilder): string {
  const { aggregate, windowMs, by } = builder;
  if (windowMs === 0 && (aggregate === 'rate' || aggregate === 'increase')) {
    throw invalid('windowMs', `Give a window of time for ${aggregate}, such as 5 minutes: it compares samples with earlier ones.`);
  }
  if (windowMs === 0 && aggregate === 'count' && by === null) throw invalid('by', 'Give a window of time to count samples, or labels to count series by.');
  const { overTime, across } = meanings[aggregate];
  const selector = selectorOf(builder);
  const each: Expr = windowMs === 0 ? selector : { kind: 'call', span, func: overTime, args: [rangeOf(selector, windowMs)] };
  const op = aggregate === 'count' && windowMs === 0 ? 'count' : across;
  const text = printExpr(by === null ? each : { kind: 'aggregate', span, op, expr: each, param: null, grouping: by, isWithout: false });
  check(text);
  return text;
}

function selectorOf({ metric, matchers }: RuleBuilder): VectorSelector {
  const name = isPlainName(metric) ? metric : null;
  return { kind: 'vectorSelector', span, name, matchers: [{ label: metricName, operator: '=', value: metric }, ...matchers], offsetMs: 0, at: null };
}

function rangeOf(vector: VectorSelector, rangeMs: number): MatrixSelector {
  return { kind: 'matrixSelector', span, vector, rangeMs };
}

/** Words such as `sum` or `inf` are no names outside of quotes. */
function isPlainName(metric: string): boolean {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric)) return false;
  try {
    const parsed = parsePromql(metric);
    return parsed.kind === 'vectorSelector' && parsed.name === metric;
  } catch {
    return false;
  }
}

function check(text: string): void {
  try {
    parsePromql(text);
  } catch (error) {
    throw isPromqlError(error) ? invalid('matchers', error.message) : error;
  }
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
