import type { ScrapeClock } from './scrape-clock';

export interface FakeClock extends ScrapeClock {
  /** Lets time pass; alarms ring in order, each at its time plus `latenessMs`. What they begin gets its turn before the next. */
  pass(ms: number): Promise<void>;
  /** Sets the wall clock without letting time pass. */
  set(now: number): void;
  latenessMs: number;
}

export function fakeClock(start: number): FakeClock {
  let monotonic = 0;
  let shift = start;
  const alarms = new Set<{ at: number; ring: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    latenessMs: 0,
    now: () => monotonic + shift,
    monotonicMs: () => monotonic,
    alarm(ms, ring) {
      const alarm = { at: monotonic + ms + this.latenessMs, ring };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    async pass(ms) {
      const end = monotonic + ms;
      await settle();
      for (;;) {
        const next = [...alarms].sort((a, b) => a.at - b.at)[0];
        if (!next || next.at > end) break;
        monotonic = Math.max(monotonic, next.at);
        alarms.delete(next);
        next.ring();
        await settle();
      }
      monotonic = end;
    },
    set: (now) => void (shift = now - monotonic),
  };
}
