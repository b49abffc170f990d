import { z } from 'zod';
import { withinReach } from '@/lib/alerts/notify/escalate';
import { ToldRecipient } from '@/lib/alerts/notify/group-state';
import type { Directory } from '@/lib/alerts/notify/plan-types';
import { peopleOfTargets, reachAgain } from '@/lib/alerts/notify/recipients';
import { EscalationState, startEscalation, stepEscalation } from '@/lib/alerts/on-call/escalation';
import type { PolicySettings } from '@/lib/alerts/on-call/schemas';
import { messageOf } from '@/lib/errors';
import { groupKeyOf, pageMessage, pagingStep } from '@/lib/incidents/paging';
import type { Incident } from '@/lib/incidents/schemas';
import type { Caller } from '@/lib/context';
import { loadConfig } from '@/server/alerts/notify/load-config';
import type { Database, Transaction } from '@/server/database/database';
import type { Log } from '@/server/log';
import { rulesActor } from './engine-actor';
import { addEntries } from './entries';
import { loadIncident, loadIncidents } from './load-incidents';
import { pagedIncident } from './paged-incident';
import { queueMessages, type MessageToQueue } from './queue-messages';

interface Options {
  database: Database;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
  log: Log;
}

interface Pass {
  tx: Transaction;
  tenant: Caller['tenant'];
  url: string;
  nowMs: number;
  directory: Directory;
  incident: Incident;
}

const Row = z.object({ id: z.string(), policyId: z.string().nullable(), escalation: EscalationState.nullable(), hasPolicy: z.boolean() });

const most = { incidents: 500, told: 500, text: 4_000 };

/**
 * Takes the pages of incidents to this moment: begins them, tells the people of each step that is due, and tells those who were told when somebody is on it and when it is
 * over. How far an escalation came and its messages are written in one transaction that holds the incident. Says when the next step is due, in milliseconds since 1970.
 */
export async function pageDue({ database, url, log }: Options, tenant: Caller['tenant'], nowMs: number): Promise<{ nextDueMs: number | null }> {
  const scope = { kind: 'tenant', tenant } as const;
  const seen = await database.transaction(scope, async (tx) => {
    const rows = await readRows(tx);
    const byId = new Map((await loadIncidents(tx, rows.map(({ id }) => id))).map((incident) => [incident.id, incident]));
    return rows.map((row) => ({ row, incident: byId.get(row.id) }));
  });
  const times: number[] = [];
  const due: string[] = [];
  for (const { row, incident } of seen) {
    if (!incident) continue;
    const step = pagingStep({ ...incident, policyId: row.policyId }, row.escalation, row.hasPolicy);
    const atMs = row.escalation?.dueMs ?? nowMs;
    if (step.kind === 'begin' || step.kind === 'end' || (step.kind === 'go_on' && atMs <= nowMs)) due.push(row.id);
    else if (step.kind === 'go_on') times.push(atMs);
  }
  if (due.length > 0) {
    const { directory } = await database.withTenant(tenant, (client) => loadConfig(client, tenant.id, nowMs, log, null));
    for (const id of due) {
      const next = await database.transaction(scope, (tx) => pageOne(tx, { tenant, url, nowMs, directory }, id)).catch((error: unknown) => {
        log.error({ tenant: tenant.slug, incident: id, reason: messageOf(error) }, 'the pages of an incident failed and are tried again');
        return nowMs + 1_000;
      });
      if (next !== null) times.push(next);
    }
  }
  return { nextDueMs: times.length === 0 ? null : Math.min(...times) };
}

async function readRows(tx: Transaction, id: string | null = null) {
  const rows = await tx.$queryRaw`
    select i.id, i.policy_id as "policyId", i.escalation, exists (select from escalation_policies p where p.id = i.policy_id) as "hasPolicy" from incidents i
    where (i.policy_id is not null or i.escalation is not null) and i.escalation ->> 'ended' is distinct from 'resolved' and (${id}::uuid is null or i.id = ${id}::uuid)
    order by i.escalation_due_at nulls last, i.id limit ${most.incidents}`;
  return z.array(Row).parse(rows);
}

/** When its next step is due. */
async function pageOne(tx: Transaction, shared: Omit<Pass, 'tx' | 'incident'>, id: string): Promise<number | null> {
  await tx.$queryRaw`select 1 from incidents where id = ${id}::uuid for no key update`;
  const [row] = await readRows(tx, id);
  if (!row) return null;
  const pass: Pass = { ...shared, tx, incident: await loadIncident(tx, id) };
  const policy = row.policyId === null ? undefined : shared.directory.policies.get(row.policyId);
  const step = pagingStep({ ...pass.incident, policyId: row.policyId }, row.escalation, policy !== undefined);
  if (step.kind === 'end') {
    await end(pass, row.escalation, step.ended);
    return null;
  }
  if (step.kind === 'none' || !policy) return null;
  return goOn(pass, policy, row.escalation);
}

async function goOn(pass: Pass, policy: PolicySettings, stored: EscalationState | null): Promise<number | null> {
  const { tx, tenant, nowMs, directory, incident } = pass;
  const { next, due, reason } = stepEscalation(policy, withinReach(stored ?? startEscalation(policy, nowMs), policy, nowMs), nowMs);
  if (due.length > 0) {
    const steps = due.map(({ step }) => step + 1).join(' and ');
    const { wanted, findings } = peopleOfTargets(due.flatMap(({ targets }) => targets), `step ${steps} of the policy “${policy.name}”`, directory, nowMs);
    const told = new Set((await readTold(pass)).map(({ key }) => key));
    const paged = await pagedIncident(tx, incident);
    const last = due.at(-1);
    const place = `${next.startedAtMs}.${last?.round ?? 0}.${last?.step ?? 0}`;
    const messages = wanted.map(({ recipient, reason: why }): MessageToQueue => {
      const kind = told.has(recipient.key) || (last?.step ?? 0) + (last?.round ?? 0) > 0 ? 'escalate' : 'fire';
      return { eventKey: `${groupKeyOf(incident.id)}/${place}/${recipient.key}`, recipient, message: pageMessage(paged, { kind, nowMs, tenantName: tenant.name, url: pass.url, reason: why }) };
    });
    await queueMessages(tx, tenant.id, nowMs, messages);
    await note(pass, `page:${place}`, [reason, ...findings.map((finding) => finding.reason)].join(' '));
  }
  await keep(pass, next);
  return next.dueMs;
}

/** Tells those who were told that it fires. */
async function end(pass: Pass, stored: EscalationState | null, ended: NonNullable<EscalationState['ended']>): Promise<void> {
  const { tx, tenant, nowMs, directory, incident, url } = pass;
  const state: EscalationState = { ...(stored ?? { round: 0, step: 0, startedAtMs: nowMs }), dueMs: null, ended };
  const told = ended === 'policy_removed' ? [] : await readTold(pass);
  const reachable = told.flatMap((each) => {
    const found = reachAgain(each, directory);
    return 'recipient' in found ? [found.recipient] : [];
  });
  const isOver = ended === 'resolved';
  const paged = reachable.length > 0 ? await pagedIncident(tx, incident) : null;
  const mergedInto = incident.mergedInto?.number ?? null;
  const over = mergedInto === null ? 'You were paged for it, so you are told that it is over.' : `You were paged for it: it was merged into incident ${mergedInto}, and the work goes on there.`;
  const reason = isOver ? over : 'You were paged for it: somebody is on it now, so nobody else is paged.';
  const messages = reachable.flatMap((recipient): MessageToQueue[] =>
    paged ? [{ eventKey: `${groupKeyOf(incident.id)}/${state.startedAtMs}/${isOver ? 'resolve' : 'acknowledge'}/${recipient.key}`, recipient, message: pageMessage(paged, { kind: isOver ? 'resolve' : 'acknowledge', nowMs, tenantName: tenant.name, url, reason }) }] : [],
  );
  await queueMessages(tx, tenant.id, nowMs, messages);
  const sentence = sentenceOf(ended, { stored, mergedInto }, reachable.map(({ recipient }) => recipient.name));
  if (sentence !== null) await note(pass, `page:${state.startedAtMs}.${ended}`, sentence);
  await keep(pass, state);
}

/** Null: nobody has to read it. */
function sentenceOf(ended: NonNullable<EscalationState['ended']>, { stored, mergedInto }: { stored: EscalationState | null; mergedInto: number | null }, told: readonly string[]): string | null {
  const names = [...new Set(told)].sort();
  const areTold = names.length === 0 ? '' : ` ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} told so.`;
  if (ended === 'policy_removed') return 'The escalation policy was deleted, so nobody is paged by it any more.';
  if (ended === 'acknowledged') return stored === null ? null : `Somebody is on it, so nobody else is paged.${areTold}`;
  return areTold === '' ? null : `${mergedInto === null ? 'It is over.' : `It was merged into incident ${mergedInto}.`}${areTold}`;
}

/** Who was paged for it since it was over the last time, each as they were reached last. */
async function readTold({ tx, incident }: Pass): Promise<ToldRecipient[]> {
  const groupKey = groupKeyOf(incident.id);
  const rows = await tx.$queryRaw`
    select distinct on (d.recipient_key) d.recipient_key as key, d.channel_id as "channelId", d.channel_name as "channelName", d.channel_kind as "channelKind", d.recipient, null::int as episode
    from deliveries d where d.group_key = ${groupKey} and d.created_at >= ${new Date(incident.createdAt)} and d.kind in ('fire', 'escalate') and d.channel_id is not null
      and d.position > coalesce((select max(r.position) from deliveries r where r.group_key = ${groupKey} and r.recipient_key = d.recipient_key and r.created_at >= ${new Date(incident.createdAt)} and r.kind = 'resolve'), 0)
    order by d.recipient_key, d.position desc limit ${most.told}`;
  return z.array(ToldRecipient).parse(rows);
}

async function note({ tx, tenant, nowMs, incident }: Pass, sourceKey: string, text: string): Promise<void> {
  await addEntries(tx, tenant.id, incident.id, nowMs, [{ at: nowMs, kind: 'page', text: text.slice(0, most.text), actor: rulesActor, subject: null, sourceKey }]);
}

/** Nothing of what people edit changes, so its version stays. */
async function keep({ tx, nowMs, incident }: Pass, escalation: EscalationState): Promise<void> {
  await tx.incident.update({ where: { id: incident.id }, data: { escalation, escalationDueAt: escalation.dueMs === null ? null : new Date(escalation.dueMs), updatedAt: new Date(nowMs) }, select: { id: true } });
}
