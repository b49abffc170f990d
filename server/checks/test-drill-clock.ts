import type { ScrapeClock } from '@/server/scrape/scrape-clock';
import type { CheckEngine } from './check-engine';

export interface DrillClock extends ScrapeClock {
  /** Lets time pass; alarms ring in order, and `settle` is waited for after each. */
  pass(ms: number, settle: () => Promise<void>): Promise<void>;
  /** Time passes and nothing runs, as for a process that is stopped. */
  hold(ms: number): void;
  /** Sets the wall clock. */
  setWall(byMs: number): void;
}

/** A clock whose time passes as fast as all that it begins is done. */
export function drillClock(startMs: number): DrillClock {
  let [monotonic, shift] = [0, startMs];
  const alarms = new Set<{ at: number; ring: () => void }>();
  return {
    now: () => monotonic + shift,
    monotonicMs: () => monotonic,
    alarm(ms, ring) {
      const alarm = { at: monotonic + Math.max(0, Math.ceil(ms)), ring };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    async pass(ms, settle) {
      const end = monotonic + ms;
      for (;;) {
        const next = [...alarms].reduce<{ at: number; ring: () => void } | null>((first, each) => (first === null || each.at < first.at ? each : first), null);
        if (!next || next.at > end) break;
        monotonic = Math.max(monotonic, next.at);
        alarms.delete(next);
        next.ring();
        await settle();
      }
      monotonic = end;
    },
    hold: (ms) => void (monotonic += ms),
    setWall: (byMs) => void (shift += byMs),
  };
}

/** Resolves when nothing runs and all is written. */
export async function settleEngine(engine: CheckEngine): Promise<void> {
  while (engine.running > 0) await new Promise((resolve) => setImmediate(resolve));
  await engine.settled();
}
