import { alertActorOf } from '@/lib/alerts/actor';
import { resolveByHand } from '@/lib/alerts/life-cycle';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import { changeAlerts, type ActedAlert } from './change-alerts';
import { assertVersion, theOne } from './one-alert';

const action = 'alert.resolve';

/**
 * Resolves an alert by hand: it comes back only when its condition ends and begins anew. One that is resolved stays as it is. Throws AppError
 * `not_found`, `conflict` when it is not in this version.
 */
export async function resolveAlert({ database }: { database: Database }, caller: Caller, id: string, { comment, version }: { comment: string; version?: number }): Promise<AlertView> {
  const decide = (alert: AlertView) => {
    assertVersion(alert, version);
    return changeOf(caller, comment)(alert);
  };
  return theOne(await changeAlerts(database, caller, [id], { action, decide }));
}

/** Resolves those of the alerts that are open. */
export function resolveAlerts({ database }: { database: Database }, caller: Caller, ids: readonly string[], comment: string): Promise<ActedAlert[]> {
  return changeAlerts(database, caller, ids, { action, decide: changeOf(caller, comment) });
}

function changeOf({ actor, now }: Caller, comment: string) {
  const by = alertActorOf(actor);
  return (alert: AlertView) => resolveByHand(alert, { at: now, actor: by, comment });
}
