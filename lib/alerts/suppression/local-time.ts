import { Temporal } from 'temporal-polyfill';

const dayMs = 86_400_000;
const maxKept = 20_000;
const offsets = new Map<string, Map<number, number>>();
let kept = 0;

/** The number of a date like 2026-03-29, in days since 1970. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/** Minutes since midnight of a time like 02:30. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** 1 is Monday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/**
 * When a local time comes, in milliseconds since 1970. One that the clocks leave out comes as much later as they jump (02:30 becomes 03:30), one that
 * comes twice means the first: RFC 5545, section 3.3.5, and 'compatible' of Temporal.
 */
export function timeOfLocal(day: number, minute: number, timeZone: string): number {
  const asUtc = day * dayMs + minute * 60_000;
  const offset = offsetAround(day, timeZone);
  if (offset !== null) return asUtc - offset;
  const local = Temporal.Instant.fromEpochMilliseconds(asUtc).toZonedDateTimeISO('UTC').toPlainDateTime();
  return local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** The local date of a moment, in days since 1970. */
export function localDayAt(timeMs: number, timeZone: string): number {
  const offset = offsetAround(Math.floor(timeMs / dayMs), timeZone) ?? offsetAt(timeMs, timeZone);
  return Math.floor((timeMs + offset) / dayMs);
}

/** The offset from UTC in milliseconds that holds on a day and those beside it; null where the clocks change. */
function offsetAround(day: number, timeZone: string): number | null {
  const before = offsetOfDay(day - 1, timeZone);
  return before === offsetOfDay(day + 2, timeZone) ? before : null;
}

function offsetOfDay(day: number, timeZone: string): number {
  const known = offsets.get(timeZone)?.get(day);
  if (known !== undefined) return known;
  const found = offsetAt(day * dayMs, timeZone);
  if (kept >= maxKept) {
    offsets.clear();
    kept = 0;
  }
  const ofZone = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, ofZone.set(day, found));
  kept += 1;
  return found;
}

function offsetAt(timeMs: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(timeMs).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1_000_000;
}
