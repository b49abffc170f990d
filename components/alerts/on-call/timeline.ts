import { formatter } from '@/components/time/format';
import type { Shift } from '@/lib/alerts/on-call/schemas';

export interface NamedShift extends Shift {
  userName: string | null;
}

export interface TimelineBar {
  key: string;
  /** Per cent of the whole. */
  left: number;
  width: number;
  kind: Shift['source'];
  name: string;
  /** Which of the calm colours the person has: 1 to 8; 0 for a gap. */
  colour: number;
  startsAt: number;
  endsAt: number;
}

interface TimelineDay {
  left: number;
  label: string;
}

const colours = 8;

/** Shifts as bars between two moments; a person has the same colour everywhere, in the order of `people`. */
export function barsOf(shifts: readonly NamedShift[], fromMs: number, toMs: number): TimelineBar[] {
  const people = [...new Set(shifts.flatMap(({ userId }) => (userId === null ? [] : [userId])))].sort();
  return shifts.flatMap(({ userId, userName, source, startsAt, endsAt }) => {
    const start = Math.max(startsAt, fromMs);
    const end = Math.min(endsAt, toMs);
    if (end <= start) return [];
    const colour = userId === null ? 0 : (people.indexOf(userId) % colours) + 1;
    return [{ key: `${startsAt}`, left: share(start - fromMs, fromMs, toMs), width: share(end - start, fromMs, toMs), kind: source, name: userName ?? (userId === null ? 'Nobody' : 'Somebody who left'), colour, startsAt, endsAt }];
  });
}

/** Where each day begins in a zone, found hour by hour so that a change of the clocks is seen. */
export function daysOf(fromMs: number, toMs: number, zone: string): TimelineDay[] {
  const days: TimelineDay[] = [];
  const hourMs = 3_600_000;
  const dayOf = (ms: number) => formatter(zone, { weekday: 'short', day: 'numeric' }).format(ms);
  for (let at = Math.ceil(fromMs / hourMs) * hourMs; at < toMs; at += hourMs) {
    if (dayOf(at) !== dayOf(at - hourMs)) days.push({ left: share(at - fromMs, fromMs, toMs), label: dayOf(at) });
  }
  return days;
}

/** How long nobody is on call, in milliseconds. */
export function gapMs(shifts: readonly NamedShift[]): number {
  return shifts.reduce((sum, { userId, startsAt, endsAt }) => sum + (userId === null ? endsAt - startsAt : 0), 0);
}

function share(partMs: number, fromMs: number, toMs: number): number {
  return (partMs / (toMs - fromMs)) * 100;
}
