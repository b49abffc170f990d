import { formatDuration, formatter } from '@/components/time/format';
import type { MaintenanceSchedule, Recurrence } from '@/lib/alerts/suppression/schemas';

type Recurring = Extract<MaintenanceSchedule, { kind: 'recurring' }>;

export interface Opening {
  startsAt: number;
  endsAt: number;
}

export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const ordinals = ['first', 'second', 'third', 'fourth'] as const;
const dayMinutes = 24 * 60;

/** When a window opens, in words: `Every Sunday, 02:00 to 04:00, Europe/Berlin`. A window that opens once is told in the zone of who looks. */
export function scheduleWords(schedule: MaintenanceSchedule, zone: string): string {
  if (schedule.kind === 'once') return `Once, ${openingWords(schedule, zone)}`;
  const { recurrence, startDate, endDate, timeZone } = schedule;
  const anchor = recurrence.kind === 'daily' && recurrence.everyDays > 1 ? `, counted from ${dateWords(startDate)}` : '';
  const end = endDate === null ? '' : `, until ${dateWords(endDate)}`;
  return `${recurrenceWords(recurrence)}${anchor}, ${hoursWords(schedule)}, ${timeZone}${end}`;
}

export function recurrenceWords(recurrence: Recurrence): string {
  switch (recurrence.kind) {
    case 'daily':
      return recurrence.everyDays === 1 ? 'Every day' : `Every ${recurrence.everyDays} days`;
    case 'weekly': {
      const days = [...new Set(recurrence.weekdays)].sort((a, b) => a - b);
      if (recurrence.everyWeeks > 1) return `Every ${recurrence.everyWeeks} weeks on ${listed(days.map(dayName))}`;
      if (days.length === 7) return 'Every day';
      return days.join() === '1,2,3,4,5' ? 'Monday to Friday' : `Every ${listed(days.map(dayName))}`;
    }
    case 'monthly': {
      if (recurrence.day === 'last') return 'On the last day of every month';
      return `On day ${recurrence.day} of every month${recurrence.day > 28 ? ' that has it' : ''}`;
    }
    case 'monthly_weekday':
      return `Every ${recurrence.week === 'last' ? 'last' : (ordinals[recurrence.week - 1] ?? '')} ${dayName(recurrence.weekday)} of the month`;
  }
}

/** From when to when, in a zone: `Sun 22 Nov, 02:00 to 04:00`. */
export function openingWords({ startsAt, endsAt }: Opening, zone: string): string {
  const [from, to] = [dayWords(startsAt, zone), dayWords(endsAt, zone)];
  return `${from}, ${clock(startsAt, zone)} to ${from === to ? '' : `${to}, `}${clock(endsAt, zone)}`;
}

/** What the change of the clocks does to one opening; null where it does nothing. */
export function shiftWords(schedule: MaintenanceSchedule, { startsAt, endsAt }: Opening): string | null {
  if (schedule.kind === 'once') return null;
  const { time, timeZone, durationMinutes } = schedule;
  const opens = clock(startsAt, timeZone);
  if (opens !== time) return `${dayWords(startsAt, timeZone)} has no ${time}, because the clocks go forward: it opens at ${opens}.`;
  const [ends, usual] = [clock(endsAt, timeZone), usualEnd(schedule)];
  if (ends === usual) return null;
  return `The clocks change on ${dayWords(endsAt, timeZone)}: it ends at ${ends} instead of ${usual}, and lasts ${formatDuration(durationMinutes * 60_000)} as always.`;
}

function hoursWords(schedule: Recurring): string {
  const { time, durationMinutes } = schedule;
  if (durationMinutes >= dayMinutes) return `${time}, for ${formatDuration(durationMinutes * 60_000)}`;
  return `${time} to ${usualEnd(schedule)}`;
}

/** The end by the clock on the wall, on a day without a change. */
function usualEnd({ time, durationMinutes }: Recurring): string {
  const end = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + durationMinutes) % dayMinutes;
  return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`;
}

function dayName(weekday: number): string {
  return weekdayNames[weekday - 1] ?? '';
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function clock(atMs: number, zone: string): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(atMs);
}

function dayWords(atMs: number, zone: string): string {
  return formatter(zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(atMs).replace(',', '');
}

function dateWords(date: string): string {
  return formatter('UTC', { day: 'numeric', month: 'short', year: 'numeric' }).format(Date.parse(`${date}T00:00:00Z`));
}
