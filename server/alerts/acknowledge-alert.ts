import { alertActorOf } from '@/lib/alerts/actor';
import { acknowledge } from '@/lib/alerts/life-cycle';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import { ownerOf } from './alert-owner';
import { changeAlerts, type ActedAlert, type AlertAct } from './change-alerts';
import { assertVersion, theOne } from './one-alert';

export interface Acknowledgement {
  comment: string;
  ownerId?: string;
  until?: number;
}

/** An acknowledgement that outlasts a week is a silence, or a rule to be changed. */
const maxAcknowledgementMs = 7 * 86_400_000;

/**
 * Acknowledges an alert; its escalation stops. One that is acknowledged in the same way stays as it is. Throws AppError `not_found`, `conflict` for an
 * alert that does not fire or is not in this version, `invalid` for an owner who is no member or an end that is not within a week from now.
 */
export async function acknowledgeAlert(verbs: { database: Database }, caller: Caller, id: string, { version, ...input }: Acknowledgement & { version?: number }): Promise<AlertView> {
  const act = await actOf(verbs.database, caller, input);
  const decide = (alert: AlertView) => {
    assertVersion(alert, version);
    if (alert.state === 'resolved') throw new AppError('conflict', 'The alert is resolved already, so there is nothing to acknowledge.');
    if (alert.state === 'pending') throw new AppError('conflict', 'The alert has not fired yet: its condition has not held long enough. It can be acknowledged once it fires.');
    return act.decide(alert);
  };
  return theOne(await changeAlerts(verbs.database, caller, [id], { ...act, decide }));
}

/** Acknowledges those of the alerts that fire. Throws AppError `invalid` as above. */
export async function acknowledgeAlerts({ database }: { database: Database }, caller: Caller, ids: readonly string[], input: Acknowledgement): Promise<ActedAlert[]> {
  return changeAlerts(database, caller, ids, await actOf(database, caller, input));
}

async function actOf(database: Database, { tenant, actor, now }: Caller, { comment, ownerId, until = null }: Omit<Acknowledgement, 'until'> & { until?: number | null }): Promise<AlertAct> {
  if (until !== null && until <= now) throw invalidEnd('must be a time that is still to come');
  if (until !== null && until > now + maxAcknowledgementMs) throw invalidEnd('must be within a week from now; for longer, silence the alert or change its rule');
  const by = alertActorOf(actor);
  const named = ownerId ?? (actor.kind === 'user' ? actor.id : null);
  const owner = named === null ? null : await database.transaction({ kind: 'tenant', tenant }, (tx) => ownerOf(tx, named));
  return { action: 'alert.acknowledge', decide: (alert) => acknowledge(alert, { at: now, actor: by, comment, owner, until }), details: { until } };
}

function invalidEnd(message: string): AppError {
  return new AppError('invalid', `body.until: ${message}`, { issues: [{ path: 'body.until', message }] });
}
