/** A value read earlier, and the milliseconds from then to now. */
export interface Earlier<T> {
  value: T;
  elapsedMs: number;
}

/** Shorter windows say little: a CPU counts in ticks of 10 ms. */
const shortestWindowMs = 250;

/**
 * Remembers the last two readings that were kept, so that a reading on demand between two ticks is compared with a tick,
 * and is not itself remembered: the ticks' own windows stay whole.
 */
export class KeptReadings<T> {
  #kept: { monotonicMs: number; value: T }[] = [];

  /** The newest kept reading that is at least 250 ms old, or null. */
  before(monotonicMs: number): Earlier<T> | null {
    const entry = this.#kept.find((kept) => monotonicMs - kept.monotonicMs >= shortestWindowMs);
    return entry === undefined ? null : { value: entry.value, elapsedMs: monotonicMs - entry.monotonicMs };
  }

  /** Does nothing when the newest kept reading is younger than 250 ms, so that faster ticks find an old enough one. */
  keep(monotonicMs: number, value: T): void {
    const newest = this.#kept[0];
    if (newest !== undefined && monotonicMs - newest.monotonicMs < shortestWindowMs) return;
    this.#kept = newest === undefined ? [{ monotonicMs, value }] : [{ monotonicMs, value }, newest];
  }
}
