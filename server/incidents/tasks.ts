import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import { clockWords } from '@/lib/alerts/clock-words';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { updateTask as updateEndpoint, writeTask as writeEndpoint } from '@/lib/incidents/api';
import { incidentLimits, type IncidentTask } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import { touchIncident } from './change-incident';
import { addEntries } from './entries';
import { lockToWorkOn } from './load-incidents';
import { viewOfTask } from './read-incident';
import { memberOf } from './references';

interface Verbs {
  database: Database;
}

type NewTask = z.output<NonNullable<(typeof writeEndpoint)['body']>>;
type TaskChange = z.output<NonNullable<(typeof updateEndpoint)['body']>>;

const include = { owner: { select: { id: true, name: true, email: true } } } as const;
const words = { task: 'task', action: 'action' } as const;

/** Adds a task to an incident, or an action of its review. Throws `not_found`, `invalid` for an owner who is no member, `conflict` for one task too many or an incident that was merged. */
export function writeTask({ database }: Verbs, caller: Caller, incidentId: string, { text, kind, ownerId, dueAt }: NewTask): Promise<IncidentTask> {
  return mutate(database, caller, 'incident.create_task', async (tx) => {
    await lockToWorkOn(tx, incidentId);
    if ((await tx.incidentTask.count({ where: { incidentId } })) >= incidentLimits.tasks) throw new AppError('conflict', `This incident has ${incidentLimits.tasks} tasks already. Delete one first.`);
    if (ownerId !== null) await memberOf(tx, ownerId, 'body.ownerId');
    const data = { tenantId: caller.tenant.id, incidentId, kind, text, ownerId, dueAt: dateOf(dueAt), createdAt: new Date(caller.now) };
    const result = viewOfTask(await tx.incidentTask.create({ data, include }));
    await tell(tx, caller, incidentId, result, `added the ${words[kind]}: ${text}${result.owner ? ` (${result.owner.name})` : ''}`);
    return { result, before: null, after: auditOf(incidentId, result) };
  });
}

/** Changes what is sent of a task. Throws as writeTask, and `conflict` when it is not in this version any more. */
export function updateTask({ database }: Verbs, caller: Caller, incidentId: string, taskId: string, { version, text, ownerId, dueAt, isDone }: TaskChange): Promise<IncidentTask> {
  return mutate(database, caller, 'incident.update_task', async (tx) => {
    await lockToWorkOn(tx, incidentId);
    const before = await taskOf(tx, incidentId, taskId);
    if (before.version !== version) throw taskLost();
    if (ownerId) await memberOf(tx, ownerId, 'body.ownerId');
    const isTicked = isDone !== undefined && isDone !== (before.doneAt !== null);
    const done = isDone ? { doneAt: new Date(caller.now), doneBy: alertActorOf(caller.actor) } : { doneAt: null, doneBy: Prisma.DbNull };
    const isDueAnew = dueAt !== undefined && dueAt !== before.dueAt;
    const set = { ...(text === undefined ? {} : { text }), ...(ownerId === undefined ? {} : { ownerId }), ...(isDueAnew ? { dueAt: dateOf(dueAt) } : {}), ...(isTicked ? done : {}), ...(isDueAnew || isTicked ? { chasedAt: null } : {}) };
    const result = viewOfTask(await tx.incidentTask.update({ where: { id: taskId }, data: { ...set, version: { increment: 1 } }, include }));
    await tell(tx, caller, incidentId, result, ...sentencesOf(before, result));
    return { result, before: auditOf(incidentId, before), after: auditOf(incidentId, result) };
  });
}

/** Deletes a task; its entries stay in the timeline. Throws `not_found`, and `conflict` for an incident that was merged and for a task that is not in the version that was seen, where one is named. */
export function deleteTask({ database }: Verbs, caller: Caller, incidentId: string, taskId: string, version?: number): Promise<void> {
  return mutate(database, caller, 'incident.delete_task', async (tx) => {
    await lockToWorkOn(tx, incidentId);
    const before = await taskOf(tx, incidentId, taskId);
    if (version !== undefined && before.version !== version) throw taskLost();
    await tx.incidentTask.delete({ where: { id: taskId } });
    await tell(tx, caller, incidentId, before, `deleted the ${words[before.kind]}: ${before.text}`);
    return { result: undefined, before: auditOf(incidentId, before), after: null };
  });
}

async function taskOf(tx: Transaction, incidentId: string, id: string): Promise<IncidentTask> {
  const row = await tx.incidentTask.findFirst({ where: { id, incidentId }, include });
  if (!row) throw new AppError('not_found', 'This incident has no task with this id.');
  return viewOfTask(row);
}

/** One for each of what changed. */
function sentencesOf(before: IncidentTask, after: IncidentTask): string[] {
  const what = words[after.kind];
  const said: string[] = [];
  if (before.text !== after.text) said.push(`changed the ${what} ${JSON.stringify(before.text)} to: ${after.text}`);
  if (before.owner?.id !== after.owner?.id) said.push(after.owner ? `gave the ${what} to ${after.owner.name}: ${after.text}` : `took the ${what} from ${before.owner?.name ?? 'somebody'}: ${after.text}`);
  if (before.dueAt !== after.dueAt) said.push(after.dueAt === null ? `took away when the ${what} is due: ${after.text}` : `set that the ${what} is due at ${clockWords(after.dueAt)}: ${after.text}`);
  if (before.doneAt === null && after.doneAt !== null) said.push(`did the ${what}: ${after.text}`);
  if (before.doneAt !== null && after.doneAt === null) said.push(`opened the ${what} again: ${after.text}`);
  return said;
}

function taskLost(): AppError {
  return new AppError('conflict', 'This task was changed by somebody else in the meantime. Load the incident again and repeat the change.');
}

async function tell(tx: Transaction, caller: Caller, incidentId: string, { id, text }: IncidentTask, ...said: string[]): Promise<void> {
  if (said.length === 0) return;
  const actor = alertActorOf(caller.actor);
  await addEntries(tx, caller.tenant.id, incidentId, caller.now, said.map((each) => ({ at: caller.now, kind: 'task', text: `${actor.name} ${each}`, actor, subject: { kind: 'task', id, name: text } })));
  await touchIncident(tx, caller, incidentId);
}

function auditOf(incidentId: string, { id, version, kind, text, owner, dueAt, doneAt }: IncidentTask) {
  return { incidentId, id, version, kind, text, ownerId: owner?.id ?? null, dueAt, doneAt };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
