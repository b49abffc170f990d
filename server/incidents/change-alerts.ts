import { alertActorOf } from '@/lib/alerts/actor';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { incidentLimits, type Incident } from '@/lib/incidents/schemas';
import { loadAlerts } from '@/server/alerts/load-alerts';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { lockDeclaring } from './declare-in';
import { addEntries, type EntryToWrite } from './entries';
import { loadIncident, lockToWorkOn } from './load-incidents';
import { invalid } from './references';
import { touchServices } from './touched-services';

interface AlertChange {
  add: readonly string[];
  remove: readonly string[];
}

/**
 * Takes alerts into an incident and out of it, with an entry for each; those that are where they are to be stay there. Throws `not_found`, `invalid` for an alert that there is not,
 * and `conflict` for one that is in another incident, for one alert too many, and for an incident that was merged.
 */
export async function changeAlertsOf({ database }: { database: Database }, caller: Caller, id: string, { add, remove }: AlertChange): Promise<Incident> {
  const both = add.findIndex((each) => remove.includes(each));
  if (both >= 0) throw invalid(`body.add.${both}`, 'The same alert is to be taken out.');
  const { tenant, now } = caller;
  return mutate(database, caller, 'incident.change_alerts', async (tx) => {
    await lockDeclaring(tx, tenant.id);
    const incident = await lockToWorkOn(tx, id);
    const joined = await toJoin(tx, incident, add);
    const left = await toLeave(tx, id, remove);
    const actor = alertActorOf(caller.actor);
    const at = new Date(now);
    await tx.incidentAlert.deleteMany({ where: { incidentId: id, alertId: { in: left.map((alert) => alert.id) } } });
    if (incident.alerts.total - left.length + joined.length > incidentLimits.alerts) throw new AppError('conflict', `An incident has at most ${incidentLimits.alerts} alerts. Split it, or take some out first.`);
    await tx.incidentAlert.createMany({ data: joined.map((alert) => ({ alertId: alert.id, incidentId: id, tenantId: tenant.id, joinedAt: at, reason: `${actor.name} took it in.` })) });
    await touchServices(tx, tenant.id, id, joined.map(({ service }) => service));
    const entry = (kind: 'alert_joined' | 'alert_left', text: string, alert: AlertView): EntryToWrite => ({ at: now, kind, text, actor, subject: { kind: 'alert', id: alert.id, name: alert.name } });
    await addEntries(tx, tenant.id, id, now, [
      ...joined.map((alert) => entry('alert_joined', `${alert.name} joined. ${actor.name} took it in.`, alert)),
      ...left.map((alert) => entry('alert_left', `${alert.name} left. ${actor.name} took it out.`, alert)),
    ]);
    if (joined.length + left.length > 0) await tx.incident.update({ where: { id }, data: { updatedAt: at, ...(joined.length > 0 ? { joinedAt: at } : {}) }, select: { id: true } });
    const about = { id, number: incident.number };
    return { result: await loadIncident(tx, id), before: { ...about, alerts: incident.alerts.total }, after: { ...about, added: joined.map((alert) => alert.id), removed: left.map((alert) => alert.id) } };
  });
}

async function toJoin(tx: Transaction, { id }: Incident, ids: readonly string[]): Promise<AlertView[]> {
  const alerts = await existing(tx, ids, 'body.add');
  const there = await tx.incidentAlert.findMany({ where: { alertId: { in: [...ids] } }, select: { alertId: true, incidentId: true, alert: { select: { name: true } }, incident: { select: { number: true } } } });
  const taken = there.find((row) => row.incidentId !== id);
  if (taken) throw new AppError('conflict', `The alert ${taken.alert.name} is in incident ${taken.incident.number}. Take it out of that one first, or merge the two.`);
  return alerts.filter((alert) => !there.some((row) => row.alertId === alert.id));
}

async function toLeave(tx: Transaction, incidentId: string, ids: readonly string[]): Promise<AlertView[]> {
  const alerts = await existing(tx, ids, 'body.remove');
  const there = new Set((await tx.incidentAlert.findMany({ where: { incidentId, alertId: { in: [...ids] } }, select: { alertId: true } })).map((row) => row.alertId));
  return alerts.filter(({ id }) => there.has(id));
}

async function existing(tx: Transaction, ids: readonly string[], path: string): Promise<AlertView[]> {
  const alerts = await loadAlerts(tx, ids);
  const known = new Set(alerts.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw invalid(path, `There is no alert with the id ${missing}.`);
  return alerts;
}
