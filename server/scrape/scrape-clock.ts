/** The clocks and the alarm that scraping needs; a test brings its own. */
export interface ScrapeClock {
  /** Wall clock: milliseconds since 1970. May jump. */
  now(): number;
  /** Milliseconds since some moment. Never jumps. */
  monotonicMs(): number;
  /** Calls once after `ms`; the returned function prevents it. */
  alarm(ms: number, ring: () => void): () => void;
}

export const systemScrapeClock: ScrapeClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  alarm(ms, ring) {
    const timer = setTimeout(ring, Math.max(0, Math.ceil(ms)));
    return () => clearTimeout(timer);
  },
};
