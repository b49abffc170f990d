import type { QueryResult, Resolution } from '@/lib/metrics/metric-store';
import type { Expr } from './ast';
import { PromqlError } from './error';
import { createAnnotations } from './evaluate/annotations';
import { createBudget } from './evaluate/budget';
import { withoutParens, type Context } from './evaluate/context';
import { evaluatorsOf } from './evaluate/expression';
import { fetchAll } from './evaluate/fetch';
import { matrixOfScalar, type Grid } from './evaluate/matrix';
import { matrixResult, rangeResult, vectorResult } from './evaluate/result';
import type { SampleSource } from './source';
import { describeType, typeOf } from './types';

export interface EvaluateOptions {
  /** How old a sample may be to count at a step: 5 minutes where not given. */
  lookbackMs?: number | undefined;
  /** Step of a subquery that names none: 1 minute where not given. */
  defaultStepMs?: number | undefined;
  /** Most samples read, or values held at once: 50 million where not given. */
  maxSamples?: number | undefined;
  /** Asked every few milliseconds of work. */
  isExpired?: (() => 'timeout' | 'canceled' | null) | undefined;
  /** Called every few milliseconds of work, and waited for when it returns a promise, so that others get to work. */
  pause?: (() => Promise<void> | undefined) | undefined;
  /** The source of the expression, for lines and columns in warnings; without it all is taken to be on line 1. */
  query?: string | undefined;
}

export interface Evaluation {
  result: QueryResult;
  /** In the words of Prometheus, with positions, sorted, at most ten of each. */
  warnings: string[];
  infos: string[];
  /** What was read. */
  series: number;
  samples: number;
  resolution: Resolution | null;
}

/**
 * Evaluates an expression at one time, in milliseconds since 1970, as Prometheus 3 does (promql/engine.go). Throws PromqlError: `execution` for
 * what the data makes impossible or too large, `timeout` and `canceled` as `isExpired` says; and what the source throws.
 */
export async function evaluateInstant(expr: Expr, source: SampleSource, options: { timeMs: number } & EvaluateOptions): Promise<Evaluation> {
  const grid: Grid = { startMs: options.timeMs, stepMs: 1, count: 1 };
  return evaluate(expr, source, grid, options.timeMs, options, async (context) => {
    const inner = withoutParens(expr);
    switch (typeOf(inner)) {
      case 'string':
        return { type: 'string', timeMs: grid.startMs, value: inner.kind === 'string' ? inner.value : '' };
      case 'scalar':
        return { type: 'scalar', timeMs: grid.startMs, value: (await context.scalar(inner, grid))[0] ?? NaN };
      case 'vector':
        return vectorResult(await context.vector(inner, grid), grid.startMs);
      case 'matrix':
        return rangeResult(asRange(inner), grid, context);
    }
  });
}

function asRange(expr: Expr) {
  if (expr.kind === 'matrixSelector' || expr.kind === 'subquery') return expr;
  throw new TypeError(`A ${expr.kind} is no range vector.`);
}

/**
 * Evaluates an expression at every step from `startMs` to `endMs`. Always a matrix, ordered by labels; a scalar is a series without labels.
 * Throws like `evaluateInstant`, and PromqlError `bad_data` for a range vector, a string, or steps that do not go forward.
 */
export async function evaluateRange(
  expr: Expr,
  source: SampleSource,
  options: { startMs: number; endMs: number; stepMs: number } & EvaluateOptions,
): Promise<Evaluation> {
  const { startMs, endMs, stepMs } = options;
  const type = typeOf(expr);
  if (type !== 'vector' && type !== 'scalar') {
    throw new PromqlError('bad_data', `invalid expression type "${describeType(type)}" for range query, must be Scalar or instant Vector`);
  }
  if (!(stepMs > 0)) throw new PromqlError('bad_data', 'zero or negative query resolution step widths are not accepted. Try a positive integer');
  if (endMs < startMs) throw new PromqlError('bad_data', 'end timestamp must not be before start time');
  const grid: Grid = { startMs, stepMs, count: Math.floor((endMs - startMs) / stepMs) + 1 };
  return evaluate(expr, source, grid, endMs, options, async (context) => {
    const matrix = type === 'scalar' ? matrixOfScalar(await context.scalar(expr, grid)) : await context.vector(expr, grid);
    return matrixResult(matrix, grid);
  });
}

async function evaluate(
  expr: Expr,
  source: SampleSource,
  grid: Grid,
  endMs: number,
  options: EvaluateOptions,
  resultOf: (context: Context) => Promise<QueryResult>,
): Promise<Evaluation> {
  const { lookbackMs = 300_000, defaultStepMs = 60_000, maxSamples = 50_000_000, isExpired, pause, query } = options;
  const budget = createBudget({ maxSamples, isExpired, pause });
  const times = { startMs: grid.startMs, endMs, lookbackMs, defaultStepMs };
  const fetched = await fetchAll(expr, grid, times, source, budget, maxSamples);
  await budget.breathe();
  const annotations = createAnnotations();
  const context: Context = { ...times, annotations, budget, fetched: fetched.of, ...evaluatorsOf(() => context) };
  const result = await resultOf(context);
  return { result, ...annotations.texts(query), series: fetched.seriesRead, samples: budget.samplesRead, resolution: fetched.resolution };
}
