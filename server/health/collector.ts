import type { HealthReading } from '@/lib/health/metrics';
import type { HealthSample, UnknownSource } from '@/lib/health/sample';
import { systemClock } from './collector-clock';
import type { CollectorClock } from './collector-clock';
import { SourceRuns } from './source-runs';
import type { Source } from './sources/source';
import { TickSchedule } from './tick-schedule';

interface CollectorLog {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface CollectorOptions {
  sources: readonly Source[];
  intervalMs?: number;
  /** The host's name: the label `instance` of every reading. */
  instance: string;
  /** Gets every sample in order, those on demand too. It is not waited for; what it throws is logged. */
  onSample: (sample: HealthSample) => void | Promise<void>;
  log: CollectorLog;
  clock?: CollectorClock;
}

export interface Collector {
  /** Begins the ticks; the first is on the next whole interval. A stopped collector cannot be started again. */
  start(): void;
  /** Ends the ticks, waits for a running one (at most the sources' deadline), and closes the sources. */
  stop(): Promise<void>;
  /** A fresh sample now. Calls that meet a running collection share its sample. The windows of the ticks stay as they are. */
  collectNow(): Promise<HealthSample>;
  /** The newest sample, or null before the first. */
  latest(): HealthSample | null;
}

/** Collects from all sources once an interval, and on demand between. */
export function createCollector({ sources, intervalMs = 1000, instance, onSample, log, clock = systemClock }: CollectorOptions): Collector {
  const runs = new SourceRuns(sources, clock);
  const stopped = new AbortController();
  const reasons = new ReasonLog(log);
  let loop: Promise<void> | null = null;
  let running: Promise<HealthSample> | null = null;
  let latest: HealthSample | null = null;
  let lastAt = -Infinity;
  let seq = 0;
  let missedTicks = 0;
  let tickLatenessMs = 0;

  async function collect(due: { at: number; latenessMs: number; isOnDemand: boolean }): Promise<HealthSample> {
    const startedMs = clock.monotonicMs();
    const { readings, unknown } = await runs.collect({ at: clock.now(), monotonicMs: startedMs, isOnDemand: due.isOnDemand });
    const own: HealthReading[] = [
      { name: 'nines_collector_lag_seconds', labels: {}, value: tickLatenessMs / 1000 },
      { name: 'nines_collector_duration_seconds', labels: {}, value: (clock.monotonicMs() - startedMs) / 1000 },
      { name: 'nines_collector_missed_ticks_total', labels: {}, value: missedTicks },
    ];
    const stamp = nextStamp(due.at);
    const sample: HealthSample = {
      at: stamp.at,
      seq: (seq += 1),
      latenessMs: due.latenessMs,
      instance,
      readings: [...readings, ...own].map((reading) => ({ ...reading, labels: { ...reading.labels, instance } })),
      unknown: [...unknown, ...stamp.unknown],
    };
    latest = sample;
    reasons.note(sample.unknown);
    publish(sample);
    return sample;
  }

  // Stamps rise, as each is a key in the store, unless the wall clock was set back: then they follow it.
  function nextStamp(at: number): { at: number; unknown: UnknownSource[] } {
    const behindMs = lastAt - at;
    if (behindMs <= intervalMs) {
      lastAt = Math.max(at, lastAt + 1);
      return { at: lastAt, unknown: [] };
    }
    lastAt = at;
    const reason = `The system clock was set back by ${Math.round(behindMs / 1000)} s. Samples from now on replace those of the same times.`;
    return { at: lastAt, unknown: [{ source: 'clock', reason }] };
  }

  function publish(sample: HealthSample): void {
    const failed = (error: unknown) => log.warn({ err: error, seq: sample.seq }, 'A sample could not be handed on');
    try {
      void Promise.resolve(onSample(sample)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  async function run(due: { at: number; latenessMs: number; isOnDemand: boolean }): Promise<HealthSample> {
    running = collect(due);
    try {
      return await running;
    } finally {
      running = null;
    }
  }

  async function tickUntilStopped(): Promise<void> {
    const schedule = new TickSchedule(intervalMs, clock.now(), clock.monotonicMs());
    // The first tick then has something to compare with. What is unknown is told by the tick.
    await runs.collect({ at: clock.now(), monotonicMs: clock.monotonicMs(), isOnDemand: false });
    for (;;) {
      missedTicks += schedule.skipPast(clock.monotonicMs());
      await clock.sleep(schedule.waitMs(clock.monotonicMs()), stopped.signal);
      if (running !== null) await running;
      if (stopped.signal.aborted) return;
      const { at, latenessMs, missed } = schedule.take(clock.now(), clock.monotonicMs());
      missedTicks += missed;
      tickLatenessMs = latenessMs;
      await run({ at, latenessMs, isOnDemand: false });
    }
  }

  return {
    start() {
      loop ??= tickUntilStopped();
    },
    async stop() {
      stopped.abort();
      await loop;
      await running;
      for (const source of sources) source.close?.();
    },
    collectNow: () => running ?? run({ at: clock.now(), latenessMs: 0, isOnDemand: true }),
    latest: () => latest,
  };
}

/** Logs a source when it becomes unknown and when it is back, not every second between. */
class ReasonLog {
  #known = new Set<string>();

  constructor(readonly log: CollectorLog) {}

  note(unknown: readonly UnknownSource[]): void {
    const now = new Set(unknown.map(({ source }) => source));
    for (const { source, reason } of unknown) if (!this.#known.has(source)) this.log.debug({ source, reason }, 'A health source is unknown');
    for (const source of this.#known) if (!now.has(source)) this.log.debug({ source }, 'A health source is back');
    this.#known = now;
  }
}
