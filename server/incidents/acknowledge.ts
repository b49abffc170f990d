import { alertActorOf } from '@/lib/alerts/actor';
import { acknowledge } from '@/lib/alerts/life-cycle';
import type { Caller } from '@/lib/context';
import { incidentLimits } from '@/lib/incidents/schemas';
import { changeIn } from '@/server/alerts/change-alerts';
import type { Transaction } from '@/server/database/database';

/**
 * Acknowledges the alerts of an incident that fire, as the caller and with the caller as their owner, in the transaction of what the caller does with the incident. Who may
 * not acknowledge alerts leaves them as they are. Answers how many were acknowledged.
 */
export async function acknowledgeAlertsOf(tx: Transaction, caller: Caller, incidentId: string): Promise<number> {
  if (!caller.permissions.includes('monitoring.alert.acknowledge')) return 0;
  const rows = await tx.incidentAlert.findMany({ where: { incidentId, alert: { state: 'firing' } }, select: { alertId: true }, take: incidentLimits.alerts });
  if (rows.length === 0) return 0;
  const { actor, now } = caller;
  const by = alertActorOf(actor);
  const owner = actor.kind === 'user' ? { id: actor.id, name: by.name } : null;
  const { result } = await changeIn(tx, caller, rows.map(({ alertId }) => alertId), {
    action: 'alert.acknowledge', decide: (alert) => acknowledge(alert, { at: now, actor: by, comment: 'With its incident.', owner, until: null }),
  });
  return result.filter(({ outcome }) => outcome === 'done').length;
}

/**
 * Ends pages that were begun anew after the incident was acknowledged, in the transaction of what the caller does: without a next step, they are told to be acknowledged.
 * Answers whether any ran.
 */
export async function acknowledgePageOf(tx: Transaction, incidentId: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    update incidents set escalation = jsonb_set(escalation, '{dueMs}', 'null'), escalation_due_at = null where id = ${incidentId}::uuid and escalation is not null and escalation ->> 'ended' is null`;
  return count > 0;
}
