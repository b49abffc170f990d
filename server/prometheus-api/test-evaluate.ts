import type { InstantQuery, QueryAnswer, RangeQuery, Resolution } from '@/lib/metrics/metric-store';
import type { Matcher } from '@/lib/metrics/matcher';
import { evaluateInstant, evaluateRange, type Evaluation } from '@/lib/promql/evaluate';
import { PromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import type { SampleSource, SeriesData } from '@/lib/promql/source';

export type Select = (matchers: readonly Matcher[], fromMs: number, toMs: number) => SeriesData[];

/** Evaluates over what is in memory. A metric named `from_5m` is taken for roll-ups, one named `slow` for a query that takes too long. */
export async function instantAnswer({ expr, ...options }: InstantQuery, select: Select): Promise<QueryAnswer> {
  return answerOf(await evaluateInstant(parsePromql(expr), sourceOf(select), { ...options, query: expr }));
}

/** The same at every step. */
export async function rangeAnswer({ expr, ...options }: RangeQuery, select: Select): Promise<QueryAnswer> {
  return answerOf(await evaluateRange(parsePromql(expr), sourceOf(select), { ...options, query: expr }));
}

function sourceOf(select: Select): SampleSource {
  return {
    select: async ({ matchers, fromMs, toMs }) => {
      if (matchers.some(({ value }) => value === 'slow')) throw new PromqlError('timeout', 'query timed out in expression evaluation');
      const resolution: Resolution = matchers.some(({ value }) => value === 'from_5m') ? '5m' : 'raw';
      return { series: select(matchers, fromMs, toMs), resolution };
    },
  };
}

function answerOf({ result, warnings, infos, series, samples, resolution }: Evaluation): QueryAnswer {
  return { result, warnings, infos, cost: { series, samples, milliseconds: 1, resolution } };
}
