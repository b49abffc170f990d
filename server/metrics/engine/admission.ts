import { labelIssue } from '@/lib/metrics/label-limits';
import { describeLabelSet } from '@/lib/metrics/labels';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import type { Refusal, RefusalReason } from '@/lib/metrics/metric-store';
import type { EngineBatch } from './engine-batch';

/** Counts refused samples by reason, with one example each. */
export class Refusals {
  private readonly byReason = new Map<RefusalReason, Refusal>();

  add(reason: RefusalReason, example: () => string): void {
    const known = this.byReason.get(reason);
    if (known) known.count += 1;
    else this.byReason.set(reason, { reason, count: 1, example: example() });
  }

  list(): Refusal[] {
    return [...this.byReason.values()];
  }
}

/** Takes samples out of a batch whose time is out of bounds, with the reason. */
export function refuseTimes(batch: EngineBatch, oldestMs: number, newestMs: number, refusals: Refusals): void {
  let isNeeded = false;
  for (let index = 0; index < batch.size && !isNeeded; index += 1) {
    const timeMs = batch.times[index] ?? 0;
    isNeeded = !(timeMs >= oldestMs && timeMs <= newestMs);
  }
  if (!isNeeded) return;
  batch.keep((series, timeMs) => {
    if (timeMs >= oldestMs && timeMs <= newestMs) return true;
    const isOld = timeMs < oldestMs;
    const bound = isOld ? `older than what is kept (${isoOf(oldestMs)})` : `too far in the future (after ${isoOf(newestMs)})`;
    refusals.add(isOld ? 'too_old' : 'too_far_in_future', () => `${nameOf(series)} at ${isoOf(timeMs)} is ${bound}. Are the times in milliseconds, and is the clock right?`);
    return false;
  });
}

/** Takes out the series that may not be registered: bad labels, or over a quota of `room` more series. */
export function refuseSeries(batch: EngineBatch, room: number, limit: number, refusals: Refusals): void {
  const refused = new Map<MemSeries, { reason: RefusalReason; message: () => string }>();
  let left = room;
  for (const series of batch.unregistered) {
    const issue = labelIssue(series.labels);
    if (issue) refused.set(series, { reason: issue.reason, message: () => issue.message });
    else if (left > 0) left -= 1;
    else {
      const message = () => `${nameOf(series)} would be one series too many: the limit is ${limit} series. Drop a label that has many values.`;
      refused.set(series, { reason: 'series_limit', message });
    }
  }
  if (refused.size === 0) return;
  for (const series of refused.keys()) batch.unregistered.delete(series);
  batch.keep((series) => {
    const issue = refused.get(series);
    if (issue) refusals.add(issue.reason, issue.message);
    return !issue;
  });
}

function nameOf(series: MemSeries): string {
  return describeLabelSet(series.labels).slice(0, 300);
}

function isoOf(timeMs: number): string {
  return Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : `${timeMs} ms`;
}

/** Why the head did not take a sample, in a sentence. */
export function explainRefusal(outcome: 'conflicting_value' | 'out_of_order', series: MemSeries, timeMs: number, windowMs: number): string {
  if (outcome === 'conflicting_value') return `${nameOf(series)} has another value at ${isoOf(timeMs)} already; the first one stays.`;
  return `${nameOf(series)} at ${isoOf(timeMs)} is more than ${windowMs / 1_000} s behind the youngest sample of its series (${isoOf(series.lastMs)}); METRICS_OUT_OF_ORDER_WINDOW widens that.`;
}
