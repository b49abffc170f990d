import { addExponential, maxExponentialBuckets, type ExponentialBuckets } from './exponential-buckets';

/** What a series of deltas adds up to. */
export type Total =
  | { kind: 'sum'; value: number }
  | { kind: 'histogram'; count: number; sum: number | null; counts: readonly number[] }
  | { kind: 'exponential'; count: number; sum: number | null; buckets: ExponentialBuckets };

export interface DeltaLimits {
  /** Series in the store whose totals are remembered at most: one for a sum, one for each bucket of a histogram and two more. */
  maxSeries: number;
  /** A series without a point for so long is forgotten; its total begins anew, as after a restart of its source. */
  expiryMs: number;
}

/**
 * Adds deltas up to totals that only grow, by series. A point at the time of the last one is taken for the same point sent again, and answered
 * with the same total; so a request that was not stored can be repeated. A new state is a counter reset to PromQL, nothing worse.
 */
export class DeltaState {
  private readonly series = new Map<string, { timeMs: number; seenMs: number; total: Total }>();
  private held = 0;

  constructor(private readonly limits: DeltaLimits) {}

  /** Series in the store whose totals are remembered. */
  get size(): number {
    return this.held;
  }

  /** The total with this delta, or why there is none. `nowMs` is the clock of the receiver, milliseconds since 1970. */
  add(key: string, timeMs: number, delta: Total, nowMs: number): Total | 'out_of_order' | 'full' {
    const known = this.series.get(key);
    if (!known) {
      if (this.held + seriesOf(delta) > this.limits.maxSeries) this.expire(nowMs);
      if (this.held + seriesOf(delta) > this.limits.maxSeries) return 'full';
      this.held += seriesOf(delta);
      this.series.set(key, { timeMs, seenMs: nowMs, total: delta });
      return delta;
    }
    known.seenMs = nowMs;
    if (timeMs === known.timeMs) return known.total;
    if (timeMs < known.timeMs) return 'out_of_order';
    known.timeMs = timeMs;
    known.total = totalOf(known.total, delta);
    return known.total;
  }

  /** Forgets what has had no point for long. */
  expire(nowMs: number): void {
    for (const [key, { seenMs, total }] of this.series) {
      if (seenMs >= nowMs - this.limits.expiryMs) continue;
      this.series.delete(key);
      this.held -= seriesOf(total);
    }
  }
}

function seriesOf(total: Total): number {
  switch (total.kind) {
    case 'sum':
      return 1;
    case 'histogram':
      return total.counts.length + 2;
    case 'exponential':
      return maxExponentialBuckets + 2;
  }
}

function totalOf(before: Total, delta: Total): Total {
  switch (delta.kind) {
    case 'sum':
      return before.kind === 'sum' ? { kind: 'sum', value: before.value + delta.value } : delta;
    case 'histogram':
      if (before.kind !== 'histogram' || before.counts.length !== delta.counts.length) return delta;
      return {
        kind: 'histogram',
        count: before.count + delta.count,
        sum: sumOf(before.sum, delta.sum),
        counts: delta.counts.map((count, index) => count + (before.counts[index] ?? 0)),
      };
    case 'exponential':
      if (before.kind !== 'exponential') return delta;
      return {
        kind: 'exponential',
        count: before.count + delta.count,
        sum: sumOf(before.sum, delta.sum),
        buckets: addExponential(before.buckets, delta.buckets),
      };
  }
}

function sumOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
