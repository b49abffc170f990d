import { alertActorOf } from '@/lib/alerts/actor';
import { acknowledge } from '@/lib/alerts/life-cycle';
import type { Caller } from '@/lib/context';
import type { IncidentPatch } from '@/lib/incidents/life-cycle';
import { incidentLimits, type Incident } from '@/lib/incidents/schemas';
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
 * Ends pages that were begun anew after the incident was acknowledged, or at the same moment, in the transaction of what the caller does: without a next step, those who were
 * told are told that it is acknowledged. Answers whether there was anything to end.
 */
export async function acknowledgePageOf(tx: Transaction, incidentId: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    update incidents set escalation = escalation || '{"dueMs": null, "ended": null}', escalation_due_at = null
    where id = ${incidentId}::uuid and escalation is not null and coalesce(escalation ->> 'ended', 'exhausted') = 'exhausted'`;
  return count > 0;
}

/** Whoever acknowledges an incident by a change of it, whatever the change is, acknowledges its alerts and its pages too. Answers how many alerts were acknowledged. */
export async function acknowledgeWith(tx: Transaction, caller: Caller, { id, times }: Incident, set: IncidentPatch): Promise<number> {
  if (times.acknowledged !== null || typeof set.times?.acknowledged !== 'number') return 0;
  await acknowledgePageOf(tx, id);
  return acknowledgeAlertsOf(tx, caller, id);
}
