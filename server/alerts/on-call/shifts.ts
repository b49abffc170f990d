import { nextShift, onCallAt, shiftsBetween } from '@/lib/alerts/on-call/on-call';
import { describeDuty } from '@/lib/alerts/on-call/describe-duty';
import { onCallLimits, type ScheduleSettings, type Shift } from '@/lib/alerts/on-call/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import { peopleOf, type Person } from './people';
import { scheduleRow, viewOfSchedule } from './schedule-row';

interface Verbs {
  database: Database;
}

interface Range {
  from: number;
  to: number;
}

const maxRangeMs = 93 * 86_400_000;

/** Who is on call in a schedule from one moment to another, by name. Throws `not_found`, and `invalid` for a time that is too long. */
export async function listShifts({ database }: Verbs, { tenant }: Caller, id: string, { from, to }: Range) {
  checkRange({ from, to }, 'query');
  const { settings, people } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => ({ settings: viewOfSchedule(await scheduleRow(tx, id)).settings, people: await peopleOf(tx) }));
  return { shifts: named(shiftsBetween(settings, from, to), people) };
}

/** The shifts of an unsaved schedule. Throws `invalid` for a time that is too long. */
export async function previewShifts({ database }: Verbs, { tenant }: Caller, { schedule, from, to }: Range & { schedule: ScheduleSettings }) {
  checkRange({ from, to }, 'body');
  const people = await database.transaction({ kind: 'tenant', tenant }, peopleOf);
  return { shifts: named(shiftsBetween(schedule, from, to), people) };
}

/** Who is on call now, and next, in each schedule, by its name. */
export async function readOnCall({ database }: Verbs, { tenant, now }: Caller) {
  const { rows, people } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => ({
    rows: await tx.onCallSchedule.findMany({ orderBy: { name: 'asc' }, take: onCallLimits.schedules }),
    people: await peopleOf(tx),
  }));
  const schedules = rows.map(viewOfSchedule).map(({ id, settings }) => {
    const { untilMs, ...current } = onCallAt(settings, now);
    const [duty = null] = named([{ ...current, startsAt: now, endsAt: untilMs ?? now }], people);
    const following = nextShift(settings, now);
    const [next = null] = named(following ? [following] : [], people);
    const userName = duty?.userName ?? null;
    return {
      id, name: settings.name, timeZone: settings.timeZone,
      now: { ...current, userName, until: untilMs },
      next,
      summary: describeDuty({ userName, untilMs }, next, settings.timeZone),
    };
  });
  return { at: now, schedules };
}

function named(shifts: readonly Shift[], people: readonly Person[]): (Shift & { userName: string | null })[] {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return shifts.map((shift) => ({ ...shift, userName: shift.userId === null ? null : (names.get(shift.userId) ?? 'somebody who left') }));
}

function checkRange({ from, to }: Range, path: string): void {
  const message = to <= from ? 'must be after from' : to - from > maxRangeMs ? 'must be at most 93 days after from' : null;
  if (message !== null) throw new AppError('invalid', `${path}.to: ${message}`, { issues: [{ path: `${path}.to`, message }] });
}
