import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Incident } from '@/lib/incidents/schemas';
import { loadAlerts } from '@/server/alerts/load-alerts';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { auditOf, touchIncident } from './change-incident';
import { callersDeclaration, declareIn, lockDeclaring } from './declare-in';
import { addEntries } from './entries';
import { settingsIn } from './incident-settings';
import { lockToWorkOn } from './load-incidents';
import { invalid } from './references';
import { leaveServices } from './touched-services';

interface Split {
  alertIds: readonly string[];
  title: string;
  severity: string;
}

/**
 * Makes an incident of its own of some alerts of one, with their services; nobody is paged by it, for those who work on the first one know. Throws `not_found`, `invalid` for an
 * alert that is not in it or a severity that there is not, and `conflict` when none would be left or the incident was merged.
 */
export function splitIncident({ database }: { database: Database }, caller: Caller, id: string, { alertIds, title, severity }: Split): Promise<Incident> {
  const { tenant, now } = caller;
  const ids = [...new Set(alertIds)];
  return mutate(database, caller, 'incident.split', async (tx) => {
    await lockDeclaring(tx, tenant.id);
    const from = await lockToWorkOn(tx, id);
    const { settings } = await settingsIn(tx);
    const { count } = await tx.incidentAlert.deleteMany({ where: { incidentId: id, alertId: { in: ids } } });
    if (count < ids.length) throw invalid('body.alertIds', 'Not all of these alerts are in this incident. Load it again and choose among its alerts.');
    if (count === from.alerts.total) throw new AppError('conflict', 'No alert would be left in this incident. Leave at least one, or change its title instead.');
    const alerts = await loadAlerts(tx, ids);
    const { actor, source } = callersDeclaration(caller);
    const result = await declareIn(tx, caller, settings, {
      title, severity, summary: '', source, actor, leadId: null, serviceIds: [], alertIds: ids, startedAt: undefined, policyId: null,
      text: `${actor.name} split it off incident ${from.number}.`, alertReason: `It was split off incident ${from.number}.`,
    });
    await leaveServices(tx, id, alerts.map(({ service }) => service));
    await addEntries(tx, tenant.id, id, now, [
      { at: now, kind: 'split', text: `${actor.name} split ${count === 1 ? 'one alert' : `${count} alerts`} off into incident ${result.number}: ${title}`, actor, subject: { kind: 'incident', id: result.id, name: title } },
      ...alerts.map((alert) => ({ at: now, kind: 'alert_left' as const, text: `${alert.name} left. It is in incident ${result.number} now.`, actor, subject: { kind: 'alert' as const, id: alert.id, name: alert.name } })),
    ]);
    await addEntries(tx, tenant.id, result.id, now, [{ at: now, kind: 'split', text: `It was a part of incident ${from.number}: ${from.title}`, actor, subject: { kind: 'incident', id, name: from.title } }]);
    await touchIncident(tx, caller, id);
    return { result, before: { id, number: from.number, alerts: from.alerts.total }, after: { ...auditOf(result), alertIds: ids } };
  });
}
