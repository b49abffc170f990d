import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import type { AlertActor } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { updateIncident as endpoint } from '@/lib/incidents/api';
import { decideUpdate, type WantedUpdate } from '@/lib/incidents/decide-update';
import { incidentRoles, type Incident } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { acknowledgeAlertsOf, acknowledgePageOf, acknowledgeWith } from './acknowledge';
import { auditOf, storeChange } from './change-incident';
import type { EntryToWrite } from './entries';
import { takenOutKey } from './follow-alerts';
import { settingsIn } from './incident-settings';
import { loadIncident, lockIncident, versionLost } from './load-incidents';
import { invalid, memberOf, severityOf } from './references';
import { longestPastMs } from './declare-in';

type Decided = Extract<ReturnType<typeof decideUpdate>, { kind: 'changed' }>;
type Body = z.output<NonNullable<(typeof endpoint)['body']>>;

/**
 * Changes what is sent of an incident, all of it or nothing. What is so already stays; where nothing changes, nothing is written. Throws `not_found`, `invalid` for what it
 * names and there is not, `conflict` when it is not in this version any more or the step is none that can be gone.
 * Whoever acknowledges it, by taking the lead or going to another state too, acknowledges its alerts, if they may.
 */
export async function updateIncident({ database }: { database: Database }, caller: Caller, id: string, body: Body): Promise<Incident> {
  const seen = await database.transaction({ kind: 'tenant', tenant: caller.tenant }, async (tx) => decided(tx, caller, await loadIncident(tx, id), body));
  if (seen.change.entries.length === 0) return seen.incident;
  return mutate(database, caller, 'incident.update', async (tx) => {
    const { incident, change } = await decided(tx, caller, await lockIncident(tx, id), body);
    const alerts = body.isAcknowledged ? await acknowledgeAlertsOf(tx, caller, id) : await acknowledgeWith(tx, caller, incident, change.set);
    if (body.isAcknowledged) await acknowledgePageOf(tx, id);
    const result = await storeChange(tx, caller, id, change.set, withTakenOut(incident, change));
    return { result, before: auditOf(incident), after: { ...auditOf(result), note: body.note, acknowledgedAlerts: alerts } };
  });
}

async function decided(tx: Transaction, { actor, now }: Caller, incident: Incident, { version, ...body }: Body) {
  if (incident.version !== version) throw versionLost(incident);
  const started = body.times?.started ?? null;
  if (started !== null && started < incident.createdAt - longestPastMs) throw invalid('body.times.started', 'This is more than 90 days before it was declared.');
  const by = alertActorOf(actor);
  const change = decideUpdate(incident, await wantedOf(tx, incident, body), now, by);
  if (change.kind === 'changed') return { incident, change: body.isAcknowledged && incident.times.acknowledged !== null && incident.paging?.state === 'running' ? withPage(change, now, by) : change };
  throw change.path === 'note' || change.path.startsWith('times.') ? invalid(`body.${change.path}`, change.reason) : new AppError('conflict', change.reason);
}

/** That nobody knows when it was acknowledged holds against what was done with its alerts before: the engine finds it by the key of the entry. */
function withTakenOut({ times, version }: Incident, { set, entries }: Decided): EntryToWrite[] {
  if (times.acknowledged === null || set.times?.acknowledged !== null) return entries;
  const place = entries.findIndex(({ kind }) => kind === 'time');
  return entries.map((entry, index) => (index === place ? { ...entry, sourceKey: `${takenOutKey}${version}` } : entry));
}

/** It was paged anew after it was acknowledged. */
function withPage(change: Decided, at: number, actor: AlertActor): Decided {
  return { ...change, entries: [...change.entries, { at, kind: 'page', text: `${actor.name} acknowledged the page.`, actor, subject: null }] };
}

async function wantedOf(tx: Transaction, incident: Incident, { severity, roles, ...body }: Omit<Body, 'version'>): Promise<WantedUpdate> {
  const wanted: WantedUpdate = { ...body };
  if (severity !== undefined && severity !== incident.severity) wanted.severity = severityOf((await settingsIn(tx)).settings, severity, 'body.severity');
  const people: NonNullable<WantedUpdate['roles']> = {};
  for (const role of incidentRoles) {
    const userId = roles?.[role];
    if (userId !== undefined) people[role] = userId === null ? null : await memberOf(tx, userId, `body.roles.${role}`);
  }
  return { ...wanted, roles: people };
}
