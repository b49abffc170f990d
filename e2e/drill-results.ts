import type { Time } from './drill-times';

/** One result of a check, as Nines wrote it to its metrics. */
export interface Result {
  /** When its run began. */
  atMs: number;
  success: boolean;
  durationMs: number;
}

/** How much further off than one interval the change that an edge brings may be dated, by when the runs really were. */
interface Precision {
  /** A run that was under way saw what came after it began; one that saw nothing of it changes nothing. */
  earlyMs: number;
  /** The next run came so much later than one interval after the last. */
  lateMs: number;
}

/** The gauges `probe_success` and `probe_duration_seconds` of one check, from the answer of `/api/v1/query` to a range selector. In the order of time. */
export function resultsFrom(series: readonly { metric: Readonly<Record<string, string>>; values: readonly (readonly [seconds: number, value: string])[] }[]): Result[] {
  const valuesOf = (name: string) => new Map(series.filter(({ metric }) => metric.__name__ === name).flatMap(({ values }) => values.map(([seconds, value]) => [Math.round(seconds * 1_000), Number(value)] as const)));
  const durations = valuesOf('probe_duration_seconds');
  const results = [...valuesOf('probe_success')].map(([atMs, value]) => ({ atMs, success: value === 1, durationMs: (durations.get(atMs) ?? 0) * 1_000 }));
  return results.sort((a, b) => a.atMs - b.atMs);
}

/**
 * What the results around an edge allow. No result stands for longer than one and a half intervals and the timeout, so nothing is later than that. A run that failed
 * only because it took all of its time, just before a target stopped, is one that a busy machine held up: with it the outage begins.
 */
export function precisionAt(results: readonly Result[], { fromMs, toMs }: Time, isStop: boolean, { intervalMs, timeoutMs }: { intervalMs: number; timeoutMs: number }): Precision {
  const before = results.filter(({ atMs }) => atMs <= fromMs);
  const last = before.at(-1);
  const next = results.find(({ atMs }) => atMs > toMs);
  const lateMs = last && next ? Math.min(Math.max(0, next.atMs - last.atMs - intervalMs), intervalMs / 2 + timeoutMs) : 0;
  const held = before.filter(({ atMs, success, durationMs }) => (success !== isStop && atMs + durationMs >= fromMs) || (isStop && !success && durationMs >= timeoutMs && atMs > fromMs - intervalMs - 2 * timeoutMs));
  return { lateMs, earlyMs: Math.max(0, ...held.map(({ atMs }) => fromMs - atMs)) };
}

/** Of a reason that says for how long Nines was held up. */
export function heldUpSeconds(reason: string): number[] {
  const seconds = /held up for (\d+(?:\.\d+)?) s/.exec(reason)?.[1];
  return seconds === undefined ? [] : [Number(seconds)];
}
