/** The two clocks and the alarm that a loop needs; a test brings its own. */
export interface CollectorClock {
  /** Wall clock: milliseconds since 1970. May jump. */
  now(): number;
  /** Milliseconds since some moment. Never jumps. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: CollectorClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      // A timer counts whole milliseconds, and must not fire before its time.
      const timer = setTimeout(wake, Math.ceil(ms));
      signal.addEventListener('abort', wake);
    });
  },
};
