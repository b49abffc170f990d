import { ScheduleSettings, type ScheduleView } from '@/lib/alerts/on-call/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';
import type { OnCallSchedule } from '@/server/database/generated/client';

/** Throws `not_found`. */
export async function scheduleRow(tx: Transaction, id: string): Promise<OnCallSchedule> {
  const row = await tx.onCallSchedule.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no on-call schedule with this id.');
  return row;
}

/** Replaces the settings of a schedule in one version. Throws `conflict` when it is not in that version any more. */
export async function storeSchedule(tx: Transaction, { now }: Caller, before: OnCallSchedule, version: number, settings: ScheduleSettings) {
  const data = { name: settings.name, settings, version: version + 1, updatedAt: new Date(now) };
  const { count } = await tx.onCallSchedule.updateMany({ where: { id: before.id, version }, data });
  if (count === 0) throw scheduleVersionLost(before.name);
  const after = await scheduleRow(tx, before.id);
  return { result: viewOfSchedule(after), before: auditOfSchedule(before), after: auditOfSchedule(after) };
}

export function viewOfSchedule({ id, version, settings, createdAt, updatedAt }: OnCallSchedule): ScheduleView {
  return { id, version, settings: ScheduleSettings.parse(settings), createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime() };
}

export function auditOfSchedule({ id, version, settings }: OnCallSchedule) {
  return { id, version, ...ScheduleSettings.parse(settings) };
}

export function scheduleVersionLost(name: string): AppError {
  return new AppError('conflict', `The on-call schedule ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
