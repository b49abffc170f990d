import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident } from '@/lib/incidents/schemas';

interface Interval {
  name: string;
  /** Null while it is not known. */
  lengthMs: number | null;
  isRunning: boolean;
}

/** How long it took until somebody was on it, and until it was over; what is not over yet runs until now. */
export function intervalsOf({ times, state }: Pick<Incident, 'times' | 'state'>, nowMs: number): Interval[] {
  const { started, detected, acknowledged, mitigated, resolved } = times;
  const end = isOpen(state) ? nowMs : null;
  return [
    interval('Time to detect', started, detected, null),
    interval('Time to acknowledge', detected ?? started, acknowledged, end),
    interval('Time to mitigate', started, mitigated, end),
    interval('Time to resolve', started, resolved, end),
  ];
}

/** How long the incident lasts, or lasted. */
export function durationOf({ times, createdAt }: Pick<Incident, 'times' | 'createdAt'>, nowMs: number): number {
  return Math.max(0, (times.resolved ?? nowMs) - (times.started ?? createdAt));
}

function interval(name: string, from: number | null, to: number | null, end: number | null): Interval {
  if (from === null || (to === null && end === null)) return { name, lengthMs: null, isRunning: false };
  return { name, lengthMs: Math.max(0, (to ?? end ?? from) - from), isRunning: to === null };
}
