import { dayOf, localDayAt, timeOfLocal } from '@/lib/alerts/suppression/local-time';
import type { SlaWindow } from './schemas';

const dayMs = 86_400_000;
const mostKeptDays = 1_000;
const mostKeptZones = 50;
const known = new Map<string, Map<number, Day>>();

/** A local day [fromMs, toMs): 23 or 25 hours long where the clocks change. */
export interface Day {
  /** Like 2026-03-29. */
  readonly day: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** [fromMs, toMs). */
export interface TimeRange {
  fromMs: number;
  toMs: number;
}

/** The local day that a moment is in. */
export function dayAt(timeMs: number, timeZone: string): Day {
  return dayOfNumber(localDayAt(timeMs, timeZone), timeZone);
}

/** The local days of which some part is in [fromMs, toMs), oldest first. A day that a time zone left out is none. */
export function daysBetween(fromMs: number, toMs: number, timeZone: string): Day[] {
  const days: Day[] = [];
  if (fromMs >= toMs) return days;
  const last = localDayAt(toMs - 1, timeZone);
  for (let number = localDayAt(fromMs, timeZone); number <= last; number += 1) {
    const day = dayOfNumber(number, timeZone);
    if (day.toMs > day.fromMs) days.push(day);
  }
  return days;
}

/** The window of an objective at a moment: a rolling one ends there, a calendar one is the month or quarter around it. */
export function windowAt(window: SlaWindow, timeZone: string, nowMs: number): TimeRange {
  if (window.kind === 'rolling') return { fromMs: nowMs - window.days * dayMs, toMs: nowMs };
  const [year = 0, month = 0] = dateOf(localDayAt(nowMs, timeZone)).split('-').map(Number);
  const months = window.unit === 'month' ? 1 : 3;
  const first = month - ((month - 1) % months);
  return { fromMs: startOfMonth(year, first, timeZone), toMs: startOfMonth(year, first + months, timeZone) };
}

/** A month like 2026-10 in a time zone: 745 hours where the clocks are set back in it. */
export function monthRange(month: string, timeZone: string): TimeRange {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { fromMs: startOfMonth(year, number, timeZone), toMs: startOfMonth(year, number + 1, timeZone) };
}

function startOfMonth(year: number, month: number, timeZone: string): number {
  const [ofYear, ofMonth] = month > 12 ? [year + 1, month - 12] : [year, month];
  return timeOfLocal(dayOf(`${String(ofYear).padStart(4, '0')}-${String(ofMonth).padStart(2, '0')}-01`), 0, timeZone);
}

/** Days of many objectives are the same, and those on which the clocks change cost a hundred times as much to find as the others. */
function dayOfNumber(number: number, timeZone: string): Day {
  const ofZone = known.get(timeZone) ?? new Map<number, Day>();
  const kept = ofZone.get(number);
  if (kept) return kept;
  if (ofZone.size >= mostKeptDays) ofZone.clear();
  if (!known.has(timeZone) && known.size >= mostKeptZones) known.clear();
  const day = { day: dateOf(number), fromMs: timeOfLocal(number, 0, timeZone), toMs: timeOfLocal(number + 1, 0, timeZone) };
  known.set(timeZone, ofZone.set(number, day));
  return day;
}

function dateOf(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}
