import { dayOf, weekdayOf } from './local-time';
import type { MaintenanceSchedule, Recurrence } from './schemas';

export type Recurring = Extract<MaintenanceSchedule, { kind: 'recurring' }>;

/** The last day, not after `day`, on which a recurring window opens, in days since 1970; null where there is none. */
export function openingDayUntil(schedule: Recurring, day: number): number | null {
  const first = dayOf(schedule.startDate);
  const last = schedule.endDate === null ? day : Math.min(day, dayOf(schedule.endDate));
  const found = last < first ? null : latestUntil(schedule.recurrence, first, last);
  return found !== null && found >= first ? found : null;
}

/** The first day after `day` on which a recurring window opens, in days since 1970; null where there is none. */
export function openingDayAfter(schedule: Recurring, day: number): number | null {
  const first = dayOf(schedule.startDate);
  const found = earliestFrom(schedule.recurrence, first, Math.max(first, day + 1));
  return schedule.endDate !== null && found > dayOf(schedule.endDate) ? null : found;
}

function latestUntil(recurrence: Recurrence, first: number, day: number): number | null {
  switch (recurrence.kind) {
    case 'daily':
      return day - ((day - first) % recurrence.everyDays);
    case 'weekly': {
      const week = mondayOf(day) - ((mondayOf(day) - mondayOf(first)) % (recurrence.everyWeeks * 7));
      const days = weekdaysDescending(recurrence.weekdays);
      const inWeek = days.map((each) => week + each - 1).find((each) => each <= day);
      return inWeek ?? week - recurrence.everyWeeks * 7 + (days[0] ?? 1) - 1;
    }
    case 'monthly':
    case 'monthly_weekday':
      for (let month = monthOf(day); ; month -= 1) {
        const found = dayInMonth(recurrence, month);
        if (found !== null && found <= day) return found;
        if (month < monthOf(first)) return null;
      }
  }
}

function earliestFrom(recurrence: Recurrence, first: number, day: number): number {
  switch (recurrence.kind) {
    case 'daily':
      return first + Math.ceil((day - first) / recurrence.everyDays) * recurrence.everyDays;
    case 'weekly': {
      const period = recurrence.everyWeeks * 7;
      const week = mondayOf(day) - ((mondayOf(day) - mondayOf(first)) % period);
      const days = weekdaysDescending(recurrence.weekdays).reverse();
      const inWeek = days.map((each) => week + each - 1).find((each) => each >= day);
      return inWeek ?? week + period + (days[0] ?? 1) - 1;
    }
    case 'monthly':
    case 'monthly_weekday':
      for (let month = monthOf(day); ; month += 1) {
        const found = dayInMonth(recurrence, month);
        if (found !== null && found >= day) return found;
      }
  }
}

/** Null in months that are too short: as in RFC 5545, there is no opening then. */
function dayInMonth(recurrence: Extract<Recurrence, { kind: 'monthly' | 'monthly_weekday' }>, month: number): number | null {
  const start = startOfMonth(month);
  const next = startOfMonth(month + 1);
  if (recurrence.kind === 'monthly') {
    if (recurrence.day === 'last') return next - 1;
    return start + recurrence.day <= next ? start + recurrence.day - 1 : null;
  }
  if (recurrence.week === 'last') return next - 1 - ((weekdayOf(next - 1) - recurrence.weekday + 7) % 7);
  return start + ((recurrence.weekday - weekdayOf(start) + 7) % 7) + (recurrence.week - 1) * 7;
}

function weekdaysDescending(weekdays: readonly number[]): number[] {
  return [...weekdays].sort((a, b) => b - a);
}

function mondayOf(day: number): number {
  return day - weekdayOf(day) + 1;
}

/** Months since January of the year 0. */
function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function startOfMonth(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return date.getTime() / 86_400_000;
}
