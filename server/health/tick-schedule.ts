export interface DueTick {
  /** On the wall clock, the whole interval that the tick stands for. */
  at: number;
  latenessMs: number;
  /** Due times since the last tick at which none was taken. */
  missed: number;
}

/** A wall clock that is further off than this has been set; less is the rounding of its milliseconds. */
const phaseToleranceMs = 5;

/**
 * Due times on whole intervals of the wall clock, kept on the monotonic clock: errors do not add up, and a wall clock that jumps
 * delays no tick by more than half an interval. All times in milliseconds.
 */
export class TickSchedule {
  #dueMs: number;

  constructor(
    readonly intervalMs: number,
    now: number,
    monotonicMs: number,
  ) {
    this.#dueMs = monotonicMs + intervalMs - (now % intervalMs);
  }

  waitMs(monotonicMs: number): number {
    return Math.max(0, this.#dueMs - monotonicMs);
  }

  /**
   * Takes the tick that is due. One that starts whole intervals late stands for the latest of them, is late since the first, and the others
   * are missed.
   */
  take(now: number, monotonicMs: number): DueTick {
    const latenessMs = Math.max(0, monotonicMs - this.#dueMs);
    const missed = Math.floor(latenessMs / this.intervalMs);
    const dueMs = this.#dueMs + missed * this.intervalMs;
    const wallAtDue = now - (monotonicMs - dueMs);
    const at = Math.round(wallAtDue / this.intervalMs) * this.intervalMs;
    const phaseMs = wallAtDue - at;
    this.#dueMs = dueMs + this.intervalMs - (Math.abs(phaseMs) > phaseToleranceMs ? phaseMs : 0);
    return { at, latenessMs, missed };
  }

  /** Passes over the due times that went by while a tick was running, and returns how many they were. */
  skipPast(monotonicMs: number): number {
    const skipped = monotonicMs > this.#dueMs ? Math.ceil((monotonicMs - this.#dueMs) / this.intervalMs) : 0;
    this.#dueMs += skipped * this.intervalMs;
    return skipped;
  }
}
