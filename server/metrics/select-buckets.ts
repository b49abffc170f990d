import { AppError } from '@/lib/errors';
import { labelOf, labelsOf, metricName } from '@/lib/metrics/labels';
import type { MetricStore, Resolution } from '@/lib/metrics/metric-store';
import type { Labels } from '@/lib/metrics/sample';
import { metricLimits, type Aggregation } from '@/lib/metrics/schemas';
import { isPromqlError } from '@/lib/promql/error';
import type { TenantRef } from '@/lib/tenants';

/** Which points to read; times in milliseconds since 1970. Each point stands for [t, t + stepMs), on multiples of the step. */
export interface BucketQuery {
  /** Metrics to read, each by the same matchers: `instance="web-1"`. */
  names: readonly string[];
  matchers: string;
  fromMs: number;
  toMs: number;
  stepMs: number;
  aggregation: Aggregation;
}

/** `times` ascending; a step without a sample has no entry. */
export interface BucketSeries {
  name: string;
  labels: Labels;
  times: number[];
  values: number[];
}

export interface Buckets {
  /** The coarsest that was read. */
  resolution: Resolution;
  series: BucketSeries[];
}

const coarseness: Record<Resolution, number> = { raw: 0, '5m': 1, '1h': 2 };

/**
 * Aggregates samples into steps by PromQL's `*_over_time`, one query a metric, since these functions drop the name. A range selector is open at
 * its left end, so that evaluating one millisecond before the end of a step takes exactly the samples of the step. Throws AppError `invalid`.
 */
export async function selectBuckets(store: MetricStore, tenant: TenantRef, query: BucketQuery): Promise<Buckets> {
  const { stepMs } = query;
  const fromMs = Math.floor(query.fromMs / stepMs) * stepMs;
  const toMs = Math.ceil(query.toMs / stepMs) * stepMs;
  const answer: Buckets = { resolution: 'raw', series: [] };
  let points = 0;
  for (const name of query.names) {
    const selector = `{__name__=${JSON.stringify(name)}${query.matchers === '' ? '' : `,${query.matchers}`}}`;
    const expr = `${query.aggregation}_over_time(${selector}[${stepMs}ms])`;
    const { result, cost } = await store
      .queryRange(tenant, { expr, startMs: fromMs + stepMs - 1, endMs: toMs - 1, stepMs })
      .catch((error: unknown) => {
        throw selectorError(error);
      });
    if (cost.resolution && coarseness[cost.resolution] > coarseness[answer.resolution]) answer.resolution = cost.resolution;
    if (result.type !== 'matrix') continue;
    for (const { labels, times, values } of result.series) {
      points += times.length;
      answer.series.push({ name, labels: labelsOf(labels), times: Array.from(times, (time) => time - stepMs + 1), values: Array.from(values) });
    }
    checkSize(answer.series.length, points);
  }
  return answer;
}

/** The metrics that a selector finds, for `selectBuckets`. */
export async function namesMatching(store: MetricStore, tenant: TenantRef, selector: string, window: { fromMs: number; toMs: number }): Promise<string[]> {
  const { result } = await store.query(tenant, { expr: `count by (__name__) (${selector})`, timeMs: window.toMs, lookbackMs: window.toMs - window.fromMs + 1 }).catch((error: unknown) => {
    throw selectorError(error);
  });
  return result.type === 'vector' ? result.series.map(({ labels }) => labelOf(labels, metricName)).sort() : [];
}

export function selectorError(error: unknown): unknown {
  if (!isPromqlError(error)) return error;
  const { message, kind } = error;
  if (kind === 'timeout') return new AppError('unavailable', `The query took too long: ${message}. Use a shorter window, a larger step or a narrower selector.`, { retryAfterSeconds: 5 });
  return new AppError('invalid', `The selector is not valid: ${message}.`, { issues: [{ path: 'query.selector', message }] });
}

function checkSize(seriesCount: number, points: number): void {
  if (seriesCount > metricLimits.seriesPerQuery) throw tooMany(`${seriesCount} series or more; the limit is ${metricLimits.seriesPerQuery}`);
  if (points > metricLimits.pointsPerQuery) throw tooMany(`${points} points or more of ${seriesCount} series; the limit is ${metricLimits.pointsPerQuery}`);
}

function tooMany(what: string): AppError {
  const message = `This query would return ${what}. Use a larger step, a shorter window or a narrower selector.`;
  return new AppError('invalid', message, { issues: [{ path: 'query.step', message }] });
}
