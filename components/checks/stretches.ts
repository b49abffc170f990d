import type { CheckEvent } from '@/lib/checks/schemas';

export interface Stretch {
  event: CheckEvent;
  fromMs: number;
  /** The next change, or now. */
  toMs: number;
  /** Null while it lasts. */
  lengthMs: number | null;
}

/** How long the state lasted that each change led to; `events` has the newest first. */
export function stretchesOf(events: readonly CheckEvent[], nowMs: number): Stretch[] {
  return events.map((event, index) => {
    const next = events[index - 1];
    return { event, fromMs: event.at, toMs: next?.at ?? Math.max(nowMs, event.at), lengthMs: next ? next.at - event.at : null };
  });
}
