import { AppError } from '@/lib/errors';
import type { MetricStore, QueryAnswer, RangeQuery } from '@/lib/metrics/metric-store';
import { isPromqlError } from '@/lib/promql/error';
import type { RuleSample } from '@/lib/rules/evaluate-group';
import type { TenantRef } from '@/lib/tenants';

/** Queries of one request, which together may take until a deadline (of `performance.now()`). */
export interface MetricQuestions {
  store: MetricStore;
  tenant: TenantRef;
  deadlineMs: number;
}

/** The instant vector of an expression; a scalar is one sample without labels. Throws AppError `invalid` for what the expression is to blame for. */
export async function askInstant(questions: MetricQuestions, expr: string, timeMs: number): Promise<{ samples: RuleSample[]; warnings: string[] }> {
  const { result, warnings, infos } = await asked(questions, (timeoutMs) => questions.store.query(questions.tenant, { expr, timeMs, timeoutMs }));
  const said = [...warnings, ...infos];
  if (result.type === 'vector') return { samples: result.series, warnings: said };
  return { samples: result.type === 'scalar' ? [{ labels: [], value: result.value }] : [], warnings: said };
}

/** The same at every step of a range. */
export function askRange(questions: MetricQuestions, query: Pick<RangeQuery, 'expr' | 'startMs' | 'endMs' | 'stepMs'>): Promise<QueryAnswer> {
  return asked(questions, (timeoutMs) => questions.store.queryRange(questions.tenant, { ...query, timeoutMs }));
}

async function asked(questions: MetricQuestions, ask: (timeoutMs: number) => Promise<QueryAnswer>): Promise<QueryAnswer> {
  const timeoutMs = questions.deadlineMs - performance.now();
  if (timeoutMs <= 0) throw tooSlow();
  try {
    return await ask(timeoutMs);
  } catch (error) {
    if (!isPromqlError(error)) throw error;
    throw error.kind === 'timeout' ? tooSlow() : new AppError('invalid', `The expression cannot be evaluated: ${error.message}.`);
  }
}

function tooSlow(): AppError {
  return new AppError('invalid', 'The expression takes too long to evaluate. Select fewer series, shorten its ranges, or look at a shorter time.');
}
