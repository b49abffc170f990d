/** Whether Nines can measure, and why not. */
export interface Observed {
  isWell: boolean;
  reasons: string[];
}

/** Both clocks at one moment: milliseconds since 1970, which may jump, and since some moment, which never do. */
export interface ClockReading {
  wallMs: number;
  monotonicMs: number;
}

/** A stretch of time in which nothing that was measured means anything. */
export interface BadTime {
  fromMs: number;
  toMs: number;
  reason: string;
}

/** A process that is held up for longer misses what it should have measured; for less it is only late. */
const heldUpMs = 3_000;
const jumpMs = 2_000;

/** What two readings of the clocks that should lie `everyMs` apart say about the time between them; null when all is well. */
export function badTimeBetween(before: ClockReading, now: ClockReading, everyMs: number): BadTime | null {
  const passedMs = now.monotonicMs - before.monotonicMs;
  const jumpedMs = now.wallMs - before.wallMs - passedMs;
  const fromMs = Math.min(before.wallMs, now.wallMs);
  if (Math.abs(jumpedMs) >= jumpMs) {
    const reason = `The clock of this machine was set ${jumpedMs > 0 ? 'forward' : 'back'} by ${secondsOf(Math.abs(jumpedMs))}, or the machine slept.`;
    return { fromMs: jumpedMs < 0 ? now.wallMs : fromMs, toMs: now.wallMs, reason };
  }
  if (passedMs - everyMs < heldUpMs) return null;
  return { fromMs, toMs: now.wallMs, reason: `Nines was held up for ${secondsOf(passedMs)}: its process was stopped, or the machine had no time for it.` };
}

/** What is known of one target by its last results: since when they have failed for want of a network, or null when the last did not. */
export interface TargetOutcome {
  failingSinceMs: number | null;
  /** Whether it ever answered: what never did says nothing about the network. */
  hasAnswered: boolean;
  /** Until when the last result stands. */
  coveredMs: number;
}

const fewestTargets = 3;
/** Failures that began so shortly after one another are one event. */
const togetherMs = 60_000;
/** The share of the targets that may still answer. */
const answeringShare = 0.2;

/**
 * Since when the network of this machine is lost (milliseconds since 1970), or null when it is not: at least three different targets began to fail for want of a
 * network within a minute, and of those that did not fail before hardly any answers. It stays lost until some answer.
 * A target that never answered is not counted.
 */
export function networkLostSince(lostSinceMs: number | null, outcomes: Iterable<TargetOutcome>, nowMs: number): number | null {
  const failing: number[] = [];
  let answering = 0;
  for (const { failingSinceMs, hasAnswered, coveredMs } of outcomes) {
    if (coveredMs < nowMs || !hasAnswered) continue;
    if (failingSinceMs === null) answering += 1;
    else failing.push(failingSinceMs);
  }
  const isSilent = (count: number) => answering <= answeringShare * (answering + count);
  if (lostSinceMs !== null) return failing.length > 0 && isSilent(failing.length) ? lostSinceMs : null;
  const latest = Math.max(...failing);
  const together = failing.filter((sinceMs) => sinceMs >= latest - togetherMs);
  return together.length >= fewestTargets && isSilent(together.length) ? Math.min(...together) : null;
}

function secondsOf(ms: number): string {
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
