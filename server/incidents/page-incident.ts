import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import { peopleOfTargets } from '@/lib/alerts/notify/recipients';
import type { EscalationState } from '@/lib/alerts/on-call/escalation';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { pageIncident as endpoint } from '@/lib/incidents/api';
import { isOpen } from '@/lib/incidents/life-cycle';
import { groupKeyOf, pageMessage } from '@/lib/incidents/paging';
import type { Incident } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import { loadConfig } from '@/server/alerts/notify/load-config';
import type { Database, Transaction } from '@/server/database/database';
import type { Log } from '@/server/log';
import { touchIncident } from './change-incident';
import { addEntries } from './entries';
import { loadIncident, lockToWorkOn } from './load-incidents';
import { pagedIncident } from './paged-incident';
import { queueMessages, type MessageToQueue } from './queue-messages';
import { invalid, memberOf } from './references';
import { startPolicy } from './start-policy';

type Body = z.output<NonNullable<(typeof endpoint)['body']>>;

interface Sources {
  database: Database;
  log: Log;
  /** Where people reach Nines. */
  url: string;
}

/**
 * Starts an escalation policy for an incident, anew where one ran, and tells people at once by their personal channels. Throws `not_found`, `conflict` for an incident that
 * is over or merged, `invalid` for a policy or person that there is not, or people whom no channel reaches.
 */
export async function pageIncident({ database, log, url }: Sources, caller: Caller, id: string, { policyId, userIds }: Body): Promise<Incident> {
  const { tenant, now } = caller;
  const { directory } = await database.withTenant(tenant, (client) => loadConfig(client, tenant.id, now, log, null));
  const actor = alertActorOf(caller.actor);
  return mutate(database, caller, 'incident.page', async (tx) => {
    const incident = await lockToWorkOn(tx, id);
    if (!isOpen(incident.state)) throw new AppError('conflict', `Incident ${incident.number} is ${incident.state}. Open it again to page somebody for it.`);
    const policy = policyId === null ? null : await startPolicy(tx, policyId, now);
    if (policy) await tx.incident.update({ where: { id }, data: policy.row, select: { id: true } });
    const people = await peopleOf(tx, userIds);
    const { wanted } = peopleOfTargets(people.map((person) => ({ kind: 'user' as const, id: person.id })), 'this page', directory, now);
    const unreached = people.find((person) => !wanted.some(({ recipient: { recipient } }) => recipient.kind === 'user' && recipient.userId === person.id));
    if (unreached) throw invalid('body.userIds', `No channel reaches ${unreached.name}: add one for email or browser push.`);
    const paged = await pagedIncident(tx, incident);
    const call = randomUUID();
    const reason = `${actor.name} asks you to help with it.`;
    await queueMessages(tx, tenant.id, now, wanted.map(({ recipient }): MessageToQueue => ({
      eventKey: `${groupKeyOf(id)}/${call}/${recipient.key}`, recipient, message: pageMessage(paged, { kind: 'fire', nowMs: now, tenantName: tenant.name, url, reason }),
    })));
    if (people.length > 0) await rememberTold(tx, id, now);
    const sentences = [
      ...(policy === null ? [] : [`${actor.name} started the escalation policy “${policy.name}”${inPlaceOf(incident)}.`]),
      ...(people.length === 0 ? [] : [`${actor.name} paged ${people.map(({ name }) => name).join(', ')}.`]),
    ];
    await addEntries(tx, tenant.id, id, now, sentences.map((text) => ({ at: now, kind: 'page', text, actor, subject: null })));
    await touchIncident(tx, caller, id);
    return { result: await loadIncident(tx, id), before: { id, number: incident.number, paging: incident.paging }, after: { id, number: incident.number, policyId, userIds } };
  });
}

/** The steps of what ran that were still to come are not taken. */
function inPlaceOf({ paging }: Incident): string {
  return paging?.state === 'running' ? ` in place of “${paging.policyName}”, which was paging` : '';
}

async function peopleOf(tx: Transaction, userIds: readonly string[]) {
  const people: { id: string; name: string }[] = [];
  for (const [place, userId] of [...new Set(userIds)].entries()) people.push(await memberOf(tx, userId, `body.userIds.${place}`));
  return people;
}

/** An incident without a policy of its own, or whose pages were over, is looked at again when it is over, so that they are told. */
async function rememberTold(tx: Transaction, id: string, nowMs: number): Promise<void> {
  const told: EscalationState = { round: 0, step: 0, startedAtMs: nowMs, dueMs: null, ended: 'exhausted' };
  await tx.$executeRaw`
    update incidents set escalation = ${JSON.stringify(told)}::jsonb where id = ${id}::uuid and (escalation ->> 'ended' = 'resolved' or (escalation is null and policy_id is null))`;
}
