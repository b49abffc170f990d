import { localDayAt, minuteOf, timeOfLocal } from './local-time';
import { openingDayAfter, openingDayUntil, type Recurring } from './recurrence';
import type { MaintenanceSchedule } from './schemas';

/** From `startsAt` until just before `endsAt`, in milliseconds since 1970. */
export interface Opening {
  startsAt: number;
  endsAt: number;
}

/** The opening that a moment is in; the latest where openings overlap. */
export function currentOpening(schedule: MaintenanceSchedule, nowMs: number): Opening | null {
  if (schedule.kind === 'once') {
    const { startsAt, endsAt } = schedule;
    return startsAt <= nowMs && nowMs < endsAt ? { startsAt, endsAt } : null;
  }
  let day = openingDayUntil(schedule, localDayAt(nowMs, schedule.timeZone));
  while (day !== null) {
    const opening = openingOn(schedule, day);
    if (opening.startsAt <= nowMs) return nowMs < opening.endsAt ? opening : null;
    day = openingDayUntil(schedule, day - 1);
  }
  return null;
}

/** The next openings that begin after a moment, the first ones first; at most `count`. */
export function upcomingOpenings(schedule: MaintenanceSchedule, nowMs: number, count: number): Opening[] {
  if (schedule.kind === 'once') {
    const { startsAt, endsAt } = schedule;
    return startsAt > nowMs && count > 0 ? [{ startsAt, endsAt }] : [];
  }
  const openings: Opening[] = [];
  // An opening may come a day later than its date says, in a zone that left a whole day out.
  let day = openingDayAfter(schedule, localDayAt(nowMs, schedule.timeZone) - 2);
  while (day !== null && openings.length < count) {
    const opening = openingOn(schedule, day);
    if (opening.startsAt > (openings.at(-1)?.startsAt ?? nowMs)) openings.push(opening);
    day = openingDayAfter(schedule, day);
  }
  return openings;
}

function openingOn({ time, timeZone, durationMinutes }: Recurring, day: number): Opening {
  const startsAt = timeOfLocal(day, minuteOf(time), timeZone);
  return { startsAt, endsAt: startsAt + durationMinutes * 60_000 };
}
