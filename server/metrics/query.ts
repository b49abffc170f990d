import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { MetricsAnswer, QueryMetrics } from '@/lib/metrics/schemas';
import { parsePromql } from '@/lib/promql/parse';
import { runtime } from '@/server/runtime';
import { namesMatching, selectBuckets, selectorError } from './select-buckets';

/** The points of every series of the caller's tenant that the selector matches. */
export async function querySamples(caller: Caller, query: QueryMetrics): Promise<z.infer<typeof MetricsAnswer>> {
  const { metrics } = runtime();
  const window = { fromMs: query.from, toMs: query.to };
  const matchers = matchersOf(query.selector);
  const names = await namesMatching(metrics, caller.tenant, query.selector, window);
  const { resolution, series } = await selectBuckets(metrics, caller.tenant, { names, matchers, ...window, stepMs: query.step, aggregation: query.aggregation });
  return {
    resolution,
    series: series.map(({ name, labels, times, values }) => ({
      name,
      labels,
      points: times.map((time, index): [number, number | null] => [time, finiteOf(values[index])]),
    })),
  };
}

/** JSON has no NaN and no infinity. */
function finiteOf(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The matchers of a selector but those on the name, as text; throws AppError `invalid` for anything but a plain selector. */
function matchersOf(selector: string): string {
  const parsed = parseSelector(selector);
  if (parsed.kind !== 'vectorSelector' || parsed.offsetMs !== 0 || parsed.at) {
    const message = 'Give a series selector such as system_load1{instance="web-1"}; functions, ranges and offsets belong in /api/v1/query_range.';
    throw new AppError('invalid', message, { issues: [{ path: 'query.selector', message }] });
  }
  return parsed.matchers
    .filter(({ label }) => label !== '__name__')
    .map(({ label, operator, value }) => `${JSON.stringify(label)}${operator}${JSON.stringify(value)}`)
    .join(',');
}

function parseSelector(selector: string) {
  try {
    return parsePromql(selector);
  } catch (error) {
    throw selectorError(error);
  }
}
