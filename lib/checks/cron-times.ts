import { Temporal } from 'temporal-polyfill';
import { comesOnDay, type Cron } from './cron';

/** Milliseconds since 1970. */
interface CronTime {
  /** From when on somebody may take it for come: the same, except where the clocks leave it out. */
  earliestMs: number;
  atMs: number;
}

/** A stretch of time in which a time zone keeps one offset. */
interface Stretch {
  startMs: number;
  endMs: number;
  offsetMs: number;
  /** The offset before it. */
  offsetBeforeMs: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** The calendar repeats its weekdays on 29 February within 40 years, 2100 included. */
const farthestMs = 41 * 366 * dayMs;
const maxKept = 5_000;
const known = new Map<string, Stretch[]>();
let kept = 0;

/**
 * The first time of a cron expression after a moment, by the clocks of a time zone; null when there is none within 41 years. As cron(8) of Debian has it: a
 * certain time that comes twice when the clocks go back means the first, one that is left out when they go forward comes all the same (as early as they
 * jump, at the latest as much later as they jump: programs differ); what follows every hour or minute follows the time that passes.
 */
export function nextCronTime(cron: Cron, timeZone: string, afterMs: number): CronTime | null {
  for (let fromMs = (Math.floor(afterMs / minuteMs) + 1) * minuteMs; fromMs < afterMs + farthestMs; ) {
    const { startMs, endMs, offsetMs, offsetBeforeMs } = stretchAt(timeZone, fromMs);
    const hasJustBegun = fromMs === startMs && !cron.isWild;
    const skipped = hasJustBegun ? nextLocal(cron, startMs + offsetBeforeMs, startMs + offsetMs) : null;
    if (skipped !== null) return { earliestMs: startMs, atMs: skipped - offsetBeforeMs };
    const fromLocal = cron.isWild ? fromMs + offsetMs : Math.max(fromMs + offsetMs, startMs + offsetBeforeMs);
    const local = nextLocal(cron, fromLocal, Math.min(endMs, afterMs + farthestMs) + offsetMs);
    if (local !== null) return { earliestMs: local - offsetMs, atMs: local - offsetMs };
    fromMs = endMs;
  }
  return null;
}

/** The first local time in [from, until) at which it comes; local times are written as if they were UTC. */
function nextLocal(cron: Cron, from: number, until: number): number | null {
  for (let day = Math.floor(from / dayMs); day * dayMs < until; day += 1) {
    if (!comesOnDay(cron, day)) continue;
    const least = Math.max(0, Math.ceil((from - day * dayMs) / minuteMs));
    const minute = minuteFrom(cron, least);
    if (minute !== null) return day * dayMs + minute * minuteMs < until ? day * dayMs + minute * minuteMs : null;
  }
  return null;
}

/** The first minute of the day, not before `least`, at which it comes. */
function minuteFrom({ hours, minutes }: Cron, least: number): number | null {
  for (const hour of hours) {
    const minute = minutes.find((each) => hour * 60 + each >= least);
    if (minute !== undefined) return hour * 60 + minute;
  }
  return null;
}

function stretchAt(timeZone: string, timeMs: number): Stretch {
  const ofZone = known.get(timeZone) ?? [];
  const found = ofZone.find(({ startMs, endMs }) => timeMs >= startMs && timeMs < endMs);
  if (found) return found;
  if (kept >= maxKept) {
    known.clear();
    kept = 0;
  }
  const stretch = findStretch(timeZone, timeMs);
  known.set(timeZone, [...(kept === 0 ? [] : ofZone), stretch]);
  kept += 1;
  return stretch;
}

function findStretch(timeZone: string, timeMs: number): Stretch {
  const start = zoned(timeMs + 1, timeZone).getTimeZoneTransition('previous')?.epochMilliseconds;
  const end = zoned(timeMs, timeZone).getTimeZoneTransition('next')?.epochMilliseconds;
  const offsetMs = offsetAt(timeMs, timeZone);
  return { startMs: start ?? -Infinity, endMs: end ?? Infinity, offsetMs, offsetBeforeMs: start === undefined ? offsetMs : offsetAt(start - 1, timeZone) };
}

function offsetAt(timeMs: number, timeZone: string): number {
  return zoned(timeMs, timeZone).offsetNanoseconds / 1_000_000;
}

function zoned(timeMs: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(timeMs).toZonedDateTimeISO(timeZone);
}
