import { alertActorOf } from '@/lib/alerts/actor';
import { unacknowledge } from '@/lib/alerts/life-cycle';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import { changeAlerts } from './change-alerts';
import { theOne } from './one-alert';

/** Takes an acknowledgement back; an alert that fires already stays as it is. Throws AppError `not_found`, `conflict` for an alert that is resolved. */
export async function unacknowledgeAlert({ database }: { database: Database }, caller: Caller, id: string, comment: string): Promise<AlertView> {
  const decide = (alert: AlertView) => {
    if (alert.state === 'resolved') throw new AppError('conflict', 'The alert is resolved already, so there is no acknowledgement to take back.');
    return unacknowledge(alert, { at: caller.now, actor: alertActorOf(caller.actor), comment });
  };
  return theOne(await changeAlerts(database, caller, [id], { action: 'alert.unacknowledge', decide }));
}
