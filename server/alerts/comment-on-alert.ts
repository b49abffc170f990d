import { alertActorOf } from '@/lib/alerts/actor';
import { commentOn } from '@/lib/alerts/life-cycle';
import type { AlertEvent } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { viewOfEvent } from './alert-events';
import { rowOfEvent, updateOfPatch } from './alert-row';
import { noSuchAlert } from './load-alerts';

/** Adds a comment to the timeline of an alert, whatever its state. Throws AppError `not_found`. */
export function commentOnAlert({ database }: { database: Database }, caller: Caller, id: string, text: string): Promise<AlertEvent> {
  const { tenant, actor, now } = caller;
  return mutate(database, caller, 'alert.comment', async (tx) => {
    // The version tells the others that look at the alert that there is something new.
    const { count } = await tx.alert.updateMany({ where: { id }, data: updateOfPatch({}, now) });
    if (count === 0) throw noSuchAlert();
    const event = await tx.alertEvent.create({ data: rowOfEvent(tenant.id, id, commentOn({ at: now, actor: alertActorOf(actor), text })) });
    return { result: viewOfEvent(event), before: null, after: { id, text } };
  });
}
