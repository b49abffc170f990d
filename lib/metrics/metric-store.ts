import type { MetricMetadata, SampleSink } from '@/lib/ingest/sink';
import type { TenantRef } from '@/lib/tenants';
import type { LabelSet } from './labels';
import type { Matcher } from './matcher';

/** Where an answer's points came from: the samples themselves, or roll-ups of them. */
export type Resolution = 'raw' | '5m' | '1h';

/** Why samples were not stored. Sending them again does not help. */
export type RefusalReason =
  | 'too_old'
  | 'too_far_in_future'
  | 'out_of_order'
  | 'conflicting_value'
  | 'series_limit'
  | 'label_limit'
  | 'invalid_labels';

/** Samples refused for one reason; the example names a series and says what to change. */
export interface Refusal {
  reason: RefusalReason;
  count: number;
  example: string;
}

export interface AppendReceipt {
  /** Samples now durable. */
  stored: number;
  /** Samples that were there already, bit for bit. */
  duplicates: number;
  refused: Refusal[];
}

/** The samples of one request, filled by a decoder. */
export interface SampleBatch extends SampleSink {
  /** Samples in it. */
  readonly size: number;
}

export interface InstantQuery {
  expr: string;
  timeMs: number;
  /** A rule asks: it waits behind no reader. Who asks bounds how many rules do at once. */
  isOfRule?: boolean | undefined;
  lookbackMs?: number | undefined;
  timeoutMs?: number | undefined;
  /** Whether nobody waits for the answer any more; then the query may end with PromqlError `canceled`. */
  isCanceled?: (() => boolean) | undefined;
}

export interface RangeQuery {
  expr: string;
  startMs: number;
  endMs: number;
  stepMs: number;
  lookbackMs?: number | undefined;
  timeoutMs?: number | undefined;
  /** Whether nobody waits for the answer any more; then the query may end with PromqlError `canceled`. */
  isCanceled?: (() => boolean) | undefined;
}

export type QueryResult =
  | { type: 'scalar'; timeMs: number; value: number }
  | { type: 'string'; timeMs: number; value: string }
  | { type: 'vector'; series: { labels: LabelSet; timeMs: number; value: number }[] }
  /** Times in milliseconds, ascending; a step without a value has no entry. */
  | { type: 'matrix'; series: { labels: LabelSet; times: Float64Array; values: Float64Array }[] };

/** What an answer took. */
export interface QueryCost {
  /** Series and samples that were read. */
  series: number;
  samples: number;
  milliseconds: number;
  /** The coarsest that was used; null when nothing was read. */
  resolution: Resolution | null;
}

export interface QueryAnswer {
  result: QueryResult;
  /** In the words of Prometheus. */
  warnings: string[];
  infos: string[];
  cost: QueryCost;
}

/** Which series: those that all matchers of any one list accept (no list: all), with samples in the window, both ends included. */
export interface SeriesQuery {
  matchers: readonly (readonly Matcher[])[];
  fromMs: number;
  toMs: number;
  /** At most this many; the rest is left out and said. */
  limit: number;
}

/** A bounded list; `truncated` says that there were more. */
export interface Found<T> {
  found: T[];
  truncated: boolean;
}

/** Where samples live. Every call is bound to one tenant and sees nothing of another. */
export interface MetricStore {
  /** An empty batch for this tenant's samples. */
  batch(tenant: TenantRef): SampleBatch;
  /**
   * Stores a batch; resolved means durable and visible to every later query. Samples that cannot be stored are counted by reason, the others
   * are stored. Throws AppError `unavailable` when the queue is full or the database does not answer; then the same batch may be sent again.
   */
  append(tenant: TenantRef, batch: SampleBatch): Promise<AppendReceipt>;
  /** Throws PromqlError (lib/promql/error.ts) for what the expression or its cost is to blame for, AppError for the rest. */
  query(tenant: TenantRef, query: InstantQuery): Promise<QueryAnswer>;
  queryRange(tenant: TenantRef, query: RangeQuery): Promise<QueryAnswer>;
  series(tenant: TenantRef, query: SeriesQuery): Promise<Found<LabelSet>>;
  labelNames(tenant: TenantRef, query: SeriesQuery): Promise<Found<string>>;
  labelValues(tenant: TenantRef, label: string, query: SeriesQuery): Promise<Found<string>>;
  /** By metric, sorted; only `metric` when given. */
  metadata(tenant: TenantRef, options: { metric?: string | undefined; limit: number }): Promise<MetricMetadata[]>;
}
