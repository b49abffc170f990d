import { withoutReserved } from '@/lib/checks/check-labels';
import type { ProbeResult } from '@/lib/checks/schemas';
import type { CheckState } from '@/lib/checks/states';
import { labelSetFrom, labelSetKey, type LabelSet } from '@/lib/metrics/labels';
import type { SampleBatch } from '@/lib/metrics/metric-store';
import { bitsOf, staleHigh, staleLow } from '@/lib/metrics/stale';

const value = new Float64Array(1);
const bits = bitsOf(value);
const againMs = 60_000;
const mostValues = 100;

/** The series of one check. Each that ends is marked stale, so that nobody takes its last value for one of now. */
export class CheckSeries {
  readonly #made = new Map<string, LabelSet>();
  #live = new Map<string, LabelSet>();
  #upMs = -Infinity;
  #up: number | null = null;

  constructor(private readonly labels: Readonly<Record<string, string>>) {}

  /** What one result says. Times are milliseconds since 1970. */
  result(batch: SampleBatch, { success, durationMs, evidence, values }: ProbeResult, timeMs: number): void {
    const seen = new Map<string, LabelSet>();
    const add = (name: string, labels: Readonly<Record<string, string>>, sample: number) => {
      const set = this.#setOf(name, labels);
      const key = labelSetKey(set);
      if (seen.has(key)) return;
      seen.set(key, set);
      write(batch, set, timeMs, sample);
    };
    add('probe_success', {}, success ? 1 : 0);
    add('probe_duration_seconds', {}, durationMs / 1_000);
    for (const [phase, ms] of Object.entries(evidence.phasesMs)) add('probe_phase_duration_seconds', { phase }, ms / 1_000);
    for (const each of values.slice(0, mostValues)) add(each.name, each.labels, each.value);
    for (const [key, set] of this.#live) if (!seen.has(key)) end(batch, set, timeMs);
    this.#live = seen;
  }

  /** Whether it is up, by its state: when that changes, and often enough that a query finds it. Nothing while that is not known, or in maintenance. */
  up(batch: SampleBatch, state: CheckState, isInMaintenance: boolean, isNew: boolean, nowMs: number): void {
    const next = state === 'unknown' || isInMaintenance ? null : state === 'down' ? 0 : 1;
    if (next === this.#up && (next === null || (!isNew && nowMs - this.#upMs < againMs))) return;
    const timeMs = Math.max(nowMs, this.#upMs + 1);
    const set = this.#setOf('nines_check_up', {});
    if (next !== null) write(batch, set, timeMs, next);
    else end(batch, set, timeMs);
    this.#up = next;
    this.#upMs = timeMs;
  }

  /** Nothing is known any more. */
  end(batch: SampleBatch, nowMs: number): void {
    for (const set of this.#live.values()) end(batch, set, nowMs);
    this.#live = new Map();
    this.up(batch, 'unknown', false, false, nowMs);
  }

  #setOf(name: string, labels: Readonly<Record<string, string>>): LabelSet {
    const key = JSON.stringify([name, labels]);
    const known = this.#made.get(key);
    if (known) return known;
    // Labels that change with each result (a version, a subject) must not fill the memory.
    if (this.#made.size >= 2 * mostValues) this.#made.clear();
    const set = labelSetFrom(name, { ...withoutReserved(labels), ...this.labels });
    this.#made.set(key, set);
    return set;
  }
}

function write(batch: SampleBatch, set: LabelSet, timeMs: number, sample: number): void {
  batch.series(set);
  value[0] = sample;
  batch.sample(timeMs, bits[0] ?? 0, bits[1] ?? 0);
}

function end(batch: SampleBatch, set: LabelSet, timeMs: number): void {
  batch.series(set);
  batch.sample(timeMs, staleLow, staleHigh);
}
