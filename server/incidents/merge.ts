import { alertActorOf } from '@/lib/alerts/actor';
import type { AlertActor } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { isOpen, type IncidentPatch, type NewEntry } from '@/lib/incidents/life-cycle';
import { incidentRoles, type Incident } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { acknowledgePageOf } from './acknowledge';
import { auditOf, storeChange } from './change-incident';
import { lockDeclaring } from './declare-in';
import { lockIncident, lockToWorkOn, versionLost } from './load-incidents';
import { moveParts } from './move-parts';
import { invalid } from './references';

/**
 * Merges an incident into another one, which gets its alerts, tasks, services, watchers, the roles that nobody has there, and a copy of its timeline; the merged one is resolved and says where it went. As nothing can be
 * merged into a merged one, there are no circles. Answers with the one that is left. Throws `not_found`, `invalid` for a target that there is not, and `conflict` when it is not in this
 * version any more, one of the two was merged before, the target is resolved while this one is not, or the target would have too much.
 */
export async function mergeIncident({ database }: { database: Database }, caller: Caller, id: string, { into, version }: { into: string; version: number }): Promise<Incident> {
  if (into === id) throw invalid('body.into', 'An incident cannot be merged into itself.');
  const { tenant, now } = caller;
  return mutate(database, caller, 'incident.merge', async (tx) => {
    // Whoever merges the two the other way round waits here, and finds them merged.
    await lockDeclaring(tx, tenant.id);
    const from = await lockToWorkOn(tx, id);
    if (from.version !== version) throw versionLost(from);
    const target = await targetOf(tx, into);
    if (isOpen(from.state) && !isOpen(target.state)) throw new AppError('conflict', `Incident ${target.number} is ${target.state}, and this one is not. Open that one again first.`);
    const { merged, result } = await mergeIn(tx, { tenant, now }, alertActorOf(caller.actor), from, target);
    return { result, before: { merged: auditOf(from), into: auditOf(target) }, after: { merged: auditOf(merged), into: auditOf(result) } };
  });
}

/** The same in a transaction that called lockDeclaring and holds both (lockIncident). Throws AppError `conflict` when the target would have too much. */
export async function mergeIn(tx: Transaction, scope: Pick<Caller, 'tenant' | 'now'>, actor: AlertActor, from: Incident, target: Incident): Promise<{ merged: Incident; result: Incident }> {
  const { now } = scope;
  const copied = await moveParts(tx, scope, from, target);
  const merged = await storeChange(tx, scope, from.id, closedBy(from, target, now), [
    { at: now, kind: 'merged', text: `${actor.name} merged it into incident ${target.number}: ${target.title}`, actor, subject: { kind: 'incident', id: target.id, name: target.title } },
  ]);
  await tx.incident.update({ where: { id: from.id }, data: { escalationDueAt: null }, select: { id: true } });
  await tx.incident.updateMany({ where: { mergedIntoId: from.id }, data: { mergedIntoId: target.id } });
  const on = takenOver(from, target);
  if (on.times.acknowledged) await acknowledgePageOf(tx, target.id);
  const result = await storeChange(tx, scope, target.id, { times: { ...earlierOf(from, target), ...on.times }, roles: on.roles }, [
    { at: now, kind: 'merged', text: `${actor.name} merged incident ${from.number} into it: ${from.title}. ${copied === 1 ? 'One entry' : `${copied} entries`} of its timeline came along.`, actor, subject: { kind: 'incident', id: from.id, name: from.title } },
    ...rolesWords(on.roles, from, actor, now),
  ]);
  return { merged, result };
}

async function targetOf(tx: Transaction, id: string): Promise<Incident> {
  const target = await lockIncident(tx, id).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'not_found' ? invalid('body.into', error.message) : error;
  });
  if (target.mergedInto) throw new AppError('conflict', `Incident ${target.number} was merged into incident ${target.mergedInto.number} itself. Merge into that one.`);
  return target;
}

function closedBy({ state, times }: Incident, target: Incident, now: number): IncidentPatch {
  if (!isOpen(state)) return { mergedIntoId: target.id };
  return { mergedIntoId: target.id, state: 'resolved', times: { resolved: now, mitigated: times.mitigated ?? now, acknowledged: times.acknowledged ?? now } };
}

/** Who was on one that goes on stays on it, where nobody else is. */
function takenOver(from: Incident, target: Incident): { roles: Partial<Incident['roles']>; times: Partial<Incident['times']> } {
  if (!isOpen(from.state)) return { roles: {}, times: {} };
  const roles: Partial<Incident['roles']> = {};
  for (const role of incidentRoles) if (target.roles[role] === null && from.roles[role] !== null) roles[role] = from.roles[role];
  const { acknowledged } = from.times;
  return { roles, times: target.times.acknowledged === null && acknowledged !== null ? { acknowledged } : {} };
}

function rolesWords(roles: Partial<Incident['roles']>, { number }: Incident, actor: AlertActor, at: number): NewEntry[] {
  return incidentRoles.flatMap((role) => {
    const person = roles[role];
    return person ? [{ at, kind: 'role' as const, text: `${person.name} keeps the role ${role}, from incident ${number}.`, actor, subject: { kind: 'user' as const, ...person } }] : [];
  });
}

/** What is one incident began with the first of the two. */
function earlierOf(from: Incident, target: Incident): Partial<Incident['times']> {
  const times: Partial<Incident['times']> = {};
  for (const milestone of ['started', 'detected'] as const) {
    const [own, others] = [target.times[milestone], from.times[milestone]];
    if (own !== null && others !== null && others < own) times[milestone] = others;
  }
  return times;
}
