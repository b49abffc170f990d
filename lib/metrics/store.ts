import type { TenantRef } from '@/lib/tenants';
import type { Aggregation } from './schemas';
import type { Labels, Sample } from './sample';

/** A label must equal, differ from, match or not match a value; regular expressions are anchored, as in PromQL. */
export interface Matcher {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** Which points to read. The name of the metric is a matcher on `__name__`. Times in milliseconds since 1970. */
export interface SeriesQuery {
  matchers: readonly Matcher[];
  fromMs: number;
  toMs: number;
  /** Distance between points; each point stands for [t, t + stepMs). */
  stepMs: number;
  aggregation: Aggregation;
}

export type Resolution = '1s' | '1m' | '1h';

/** `times` ascending; a step without a sample has no entry. */
export interface SelectedSeries {
  name: string;
  labels: Labels;
  times: number[];
  values: number[];
}

export interface Selection {
  resolution: Resolution;
  series: SelectedSeries[];
}

/** Where samples live. Every call is bound to one tenant and sees nothing of another. */
export interface MetricStore {
  /**
   * Stores all samples or none; resolved means durable. A sample of the same series and time replaces the older one.
   * Throws AppError `unavailable` when the queue is full or the database does not answer, `invalid` over a quota.
   */
  append(tenant: TenantRef, samples: readonly Sample[]): Promise<void>;
  /** Reads at most the limits of `metricLimits`; throws AppError `invalid` that says which limit and what to do. */
  select(tenant: TenantRef, query: SeriesQuery): Promise<Selection>;
}
