import { offsetOf } from '@/lib/scrape/schedule';

/** Rules that are due at the same moment share their queries, so due times are multiples of this. */
const gridMs = 100;
/** A rule that is seldom evaluated is evaluated this soon after the start. */
const firstWithinMs = 60_000;

/** The time of a rule's next evaluation: multiples of its interval since 1970 and an offset that its id decides, always later than now. Milliseconds. */
export function nextEvaluation(ruleId: string, intervalMs: number, nowMs: number): number {
  const places = Math.max(1, Math.floor(intervalMs / gridMs));
  const offsetMs = offsetOf(ruleId, places) * gridMs;
  return offsetMs + (Math.floor((nowMs - offsetMs) / intervalMs) + 1) * intervalMs;
}

/** The time of its first evaluation after a start. */
export function firstEvaluation(ruleId: string, intervalMs: number, nowMs: number): number {
  return nextEvaluation(ruleId, Math.min(intervalMs, firstWithinMs), nowMs);
}
