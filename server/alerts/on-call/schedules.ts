import { onCallLimits, type ScheduleSettings, type ScheduleView } from '@/lib/alerts/on-call/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { isUniqueViolation } from '@/server/database/unique-violation';
import { checkSchedule } from './known-ids';
import { auditOfSchedule, scheduleRow, scheduleVersionLost, storeSchedule, viewOfSchedule } from './schedule-row';
import { usersOfSchedule } from './used-by';

interface Verbs {
  database: Database;
}

/** The tenant's schedules by name. */
export async function listSchedules({ database }: Verbs, { tenant }: Caller): Promise<{ schedules: ScheduleView[] }> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.onCallSchedule.findMany({ orderBy: { name: 'asc' }, take: onCallLimits.schedules }));
  return { schedules: rows.map(viewOfSchedule) };
}

/** Throws `not_found`. */
export async function readSchedule({ database }: Verbs, { tenant }: Caller, id: string): Promise<ScheduleView> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => viewOfSchedule(await scheduleRow(tx, id)));
}

/** Stores a schedule. Throws `invalid` for somebody who is no member, `conflict` for a name that is taken or one schedule too many. */
export async function createSchedule({ database }: Verbs, caller: Caller, settings: ScheduleSettings): Promise<ScheduleView> {
  const at = new Date(caller.now);
  return mutate(database, caller, 'on_call_schedule.create', async (tx) => {
    if ((await tx.onCallSchedule.count()) >= onCallLimits.schedules) throw new AppError('conflict', `There are ${onCallLimits.schedules} on-call schedules already. Delete one first.`);
    await checkSchedule(tx, settings, 'body', caller.now);
    const row = await tx.onCallSchedule.create({ data: { tenantId: caller.tenant.id, name: settings.name, settings, createdAt: at, updatedAt: at } });
    return { result: viewOfSchedule(row), before: null, after: auditOfSchedule(row) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(settings.name) : error;
  });
}

/** Replaces a schedule. Throws `not_found`, `invalid` as above, and `conflict` when it is not in this version any more or the name is taken. */
export async function updateSchedule({ database }: Verbs, caller: Caller, id: string, { version, schedule }: { version: number; schedule: ScheduleSettings }): Promise<ScheduleView> {
  return mutate(database, caller, 'on_call_schedule.update', async (tx) => {
    const before = await scheduleRow(tx, id);
    await checkSchedule(tx, schedule, 'body.schedule', caller.now);
    return storeSchedule(tx, caller, before, version, schedule);
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(schedule.name) : error;
  });
}

/** Deletes a schedule. Throws `not_found`, and `conflict` when an escalation policy names it or it is not in this version any more. */
export async function deleteSchedule({ database }: Verbs, caller: Caller, id: string, version?: number): Promise<void> {
  await mutate(database, caller, 'on_call_schedule.delete', async (tx) => {
    const before = await scheduleRow(tx, id);
    const users = await usersOfSchedule(tx, id);
    if (users !== '') throw new AppError('conflict', `The on-call schedule ${JSON.stringify(before.name)} is used by ${users}. Take it out there first.`);
    const { count } = await tx.onCallSchedule.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw scheduleVersionLost(before.name);
    return { result: undefined, before: auditOfSchedule(before), after: null };
  });
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already an on-call schedule ${JSON.stringify(name)}. Choose another name, or change that schedule.`);
}
