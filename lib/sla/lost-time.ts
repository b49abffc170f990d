import type { Span } from '@/lib/checks/span';
import type { TimeRange } from './days';
import { groupedBy } from './grouped-by';
import type { Counting } from './schemas';
import type { CheckPart } from './timeline';

/** A time in which a check was not good, outside of maintenance; `eventId` leads to the evidence. */
export interface LostTime {
  checkId: string;
  checkName: string;
  from: number;
  to: number;
  state: 'down' | 'degraded' | 'unknown';
  reason: string;
  eventId: string | null;
}

/**
 * The times of each check in a range that were down, and those degraded or unknown that do not count as good; the newest first. What nobody measured
 * between two spans is unknown without an event. Spans are in the order of checks and time.
 */
export function lostTimeOf(checks: readonly (CheckPart & { name: string })[], spans: readonly Span[], counting: Counting, { fromMs, toMs }: TimeRange): LostTime[] {
  const lost: LostTime[] = [];
  const byCheck = groupedBy(spans, (span) => span.checkId);
  const isLost = (state: Span['state']): state is LostTime['state'] => state === 'down' || ((state === 'degraded' || state === 'unknown') && counting[state] !== 'good');
  for (const { checkId, name, sinceMs, untilMs } of checks) {
    let atMs = Math.max(fromMs, sinceMs ?? toMs);
    const endMs = Math.min(toMs, untilMs ?? toMs);
    const add = (untilTime: number, state: Span['state'], reason: string, eventId: string | null) => {
      const to = Math.min(untilTime, endMs);
      if (to <= atMs) return;
      const last = lost.at(-1);
      const isMore = last?.checkId === checkId && last.to === atMs && last.state === state && last.eventId === eventId;
      if (isLost(state)) {
        if (isMore) last.to = to;
        else lost.push({ checkId, checkName: name, from: atMs, to, state, reason, eventId });
      }
      atMs = to;
    };
    for (const span of byCheck.get(checkId) ?? []) {
      add(span.fromMs, 'unknown', 'Nothing was measured.', null);
      if (span.maintenance) atMs = Math.max(atMs, Math.min(span.toMs, endMs));
      else add(span.toMs, span.state, span.reason, span.eventId);
    }
    add(endMs, 'unknown', 'Nothing was measured.', null);
  }
  return lost.sort((a, b) => b.from - a.from);
}
