import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { MetricsAnswer, QueryMetrics } from '@/lib/metrics/schemas';
import { parseSelector } from '@/lib/metrics/selector';
import { runtime } from '@/server/runtime';

/** The points of every series of the caller's tenant that the selector matches. */
export async function querySamples(caller: Caller, query: QueryMetrics): Promise<z.infer<typeof MetricsAnswer>> {
  const { resolution, series } = await runtime().metrics.select(caller.tenant, {
    matchers: parseSelector(query.selector),
    fromMs: query.from,
    toMs: query.to,
    stepMs: query.step,
    aggregation: query.aggregation,
  });
  return {
    resolution,
    series: series.map(({ name, labels, times, values }) => ({
      name,
      labels,
      points: times.map((time, index): [number, number] => [time, values[index] ?? Number.NaN]),
    })),
  };
}
