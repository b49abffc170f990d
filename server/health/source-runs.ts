import { messageOf } from '@/lib/errors';
import type { CollectorClock } from './collector-clock';
import type { Source, SourceReadings, SourceTick } from './sources/source';

/** A source that has not answered by then is unknown in this sample. */
const sourceDeadlineMs = 800;

interface PendingCall {
  startedMs: number;
  isOverdue: boolean;
  answer: Promise<SourceReadings>;
}

/**
 * Runs all sources side by side, each at most once at a time. One that throws or is late is unknown with its reason; one that is
 * late is left alone until it has answered.
 */
export class SourceRuns {
  readonly #pending = new Map<Source, PendingCall>();

  constructor(
    readonly sources: readonly Source[],
    readonly clock: CollectorClock,
  ) {}

  async collect(tick: SourceTick): Promise<SourceReadings> {
    const finished = new AbortController();
    // One alarm for all of them, set only when a source does not answer at once.
    let alarm: Promise<'late'> | null = null;
    const deadline = () => (alarm ??= this.clock.sleep(sourceDeadlineMs, finished.signal).then(() => 'late' as const));
    const parts = await Promise.all(this.sources.map((source) => this.#collectOne(source, tick, deadline)));
    finished.abort();
    return { readings: parts.flatMap(({ readings }) => readings), unknown: parts.flatMap(({ unknown }) => unknown) };
  }

  async #collectOne(source: Source, tick: SourceTick, deadline: () => Promise<'late'>): Promise<SourceReadings> {
    const pending = this.#pending.get(source);
    if (pending?.isOverdue === true) {
      const seconds = ((tick.monotonicMs - pending.startedMs) / 1000).toFixed(1);
      return unknown(source, `Has not answered for ${seconds} s, and is not asked again before it does.`);
    }
    try {
      const answer = pending?.answer ?? source.collect(tick);
      if (!(answer instanceof Promise)) return answer;
      const call = pending ?? this.#track(source, answer, tick.monotonicMs);
      const outcome = await Promise.race([answer, deadline()]);
      if (outcome !== 'late') return outcome;
      call.isOverdue = true;
      return unknown(source, `Did not answer within ${sourceDeadlineMs} ms.`);
    } catch (error) {
      return unknown(source, messageOf(error));
    }
  }

  #track(source: Source, answer: Promise<SourceReadings>, startedMs: number): PendingCall {
    const call = { startedMs, isOverdue: false, answer };
    const forget = () => this.#pending.delete(source);
    this.#pending.set(source, call);
    answer.then(forget, forget);
    return call;
  }
}

function unknown(source: Source, reason: string): SourceReadings {
  return { readings: [], unknown: [{ source: source.name, reason }] };
}
