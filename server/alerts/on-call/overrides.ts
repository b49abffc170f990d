import { randomUUID } from 'node:crypto';
import { maxOverrides, ScheduleSettings, type Override, type ScheduleView } from '@/lib/alerts/on-call/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { checkMember } from './known-ids';
import { scheduleRow, storeSchedule } from './schedule-row';

interface Verbs {
  database: Database;
}

/** Overrides that ended longer ago than this make room for a new one. */
const keptMs = 90 * 86_400_000;

/** Adds an override, which takes precedence over those before it. Throws `not_found`, `invalid` for somebody who is no member or a time that is over, `conflict` for one too many. */
export async function createOverride({ database }: Verbs, caller: Caller, id: string, override: Omit<Override, 'id'>): Promise<ScheduleView> {
  return mutate(database, caller, 'on_call_schedule.override', async (tx) => {
    const before = await scheduleRow(tx, id);
    const settings = ScheduleSettings.parse(before.settings);
    if (override.endsAt <= caller.now) throw new AppError('invalid', 'body.endsAt: must be a time that is still to come', { issues: [{ path: 'body.endsAt', message: 'must be a time that is still to come' }] });
    await checkMember(tx, override.userId, 'body.userId');
    const kept = settings.overrides.filter(({ endsAt }) => endsAt > caller.now - keptMs);
    if (kept.length >= maxOverrides) throw new AppError('conflict', `The schedule has ${kept.length} overrides already. Take one back first.`);
    return storeSchedule(tx, caller, before, before.version, { ...settings, overrides: [...kept, { ...override, id: randomUUID() }] });
  });
}

/** Takes an override back. Throws `not_found`, also for the override. */
export async function deleteOverride({ database }: Verbs, caller: Caller, id: string, overrideId: string): Promise<ScheduleView> {
  return mutate(database, caller, 'on_call_schedule.take_back', async (tx) => {
    const before = await scheduleRow(tx, id);
    const settings = ScheduleSettings.parse(before.settings);
    const overrides = settings.overrides.filter((each) => each.id !== overrideId);
    if (overrides.length === settings.overrides.length) throw new AppError('not_found', 'The schedule has no override with this id.');
    return storeSchedule(tx, caller, before, before.version, { ...settings, overrides });
  });
}
