import type { LabelSet } from '@/lib/metrics/labels';
import type { Matcher } from '@/lib/metrics/matcher';
import type { Resolution } from '@/lib/metrics/metric-store';

/** The samples that one selector of an expression needs. Times are milliseconds since 1970, both ends included. */
export interface Selection {
  matchers: readonly Matcher[];
  fromMs: number;
  toMs: number;
  /** Of the evaluation; 0 for one point. */
  stepMs: number;
  /** Length of the range selector; 0 for an instant selector. */
  rangeMs: number;
}

/** Columns of roll-ups, one entry for each bucket, beside `times` (of the last sample in the bucket) and `values` (that last sample). */
export interface RollupColumns {
  count: Float64Array;
  sum: Float64Array;
  min: Float64Array;
  max: Float64Array;
  first: Float64Array;
  /** Growth as a counter since the bucket before, resets taken into account. */
  increase: Float64Array;
}

/** A series with its samples, ascending in time. Values keep the bits of stale markers: ask `isStale(bitsOf(values), index)`. */
export interface SeriesData {
  labels: LabelSet;
  times: Float64Array;
  values: Float64Array;
  /** Present when the points are roll-ups. */
  rollup?: RollupColumns;
}

/** Where the evaluator reads. `select` may reject; it never returns more samples than `maxSamples`, but throws PromqlError `execution`. */
export interface SampleSource {
  select(selection: Selection, maxSamples: number): Promise<{ series: SeriesData[]; resolution: Resolution }>;
}
