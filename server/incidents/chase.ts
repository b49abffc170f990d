import { z } from 'zod';
import { clockWords } from '@/lib/alerts/clock-words';
import type { AlertMessage } from '@/lib/alerts/notify/schemas';
import { peopleOfTargets } from '@/lib/alerts/notify/recipients';
import type { Caller } from '@/lib/context';
import { loadConfig } from '@/server/alerts/notify/load-config';
import type { Database, Transaction } from '@/server/database/database';
import type { Log } from '@/server/log';
import { rulesActor } from './engine-actor';
import { addEntries } from './entries';
import { queueMessages, type MessageToQueue } from './queue-messages';

interface Options {
  database: Database;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
  log: Log;
}

const Row = z.object({ id: z.string(), text: z.string(), dueAt: z.date(), ownerId: z.string(), owner: z.string(), leadId: z.string().nullable(), lead: z.string().nullable(), incidentId: z.string(), number: z.number(), title: z.string() });
type Overdue = z.infer<typeof Row>;
const Next = z.tuple([z.object({ at: z.date().nullable() })]);

const dayMs = 86_400_000;
const most = 100;
const longestTitle = 250;

/**
 * Tells the owners of actions that are overdue, once a day, by the channels that reach them; at most 100 at a time. Where none reaches the owner, it tells who leads the
 * incident, and the timeline says so once for a date. That they were told and the messages are one transaction. Says when the next is due, in milliseconds since 1970.
 */
export async function chaseActions({ database, url, log }: Options, tenant: Caller['tenant'], nowMs: number): Promise<{ nextDueMs: number | null }> {
  const scope = { kind: 'tenant', tenant } as const;
  const next = await database.transaction(scope, async (tx) => {
    const [{ at }] = Next.parse(await tx.$queryRaw`
      select min(greatest(t.due_at, t.chased_at + interval '24 hours')) as at from incident_tasks t join incidents i on i.id = t.incident_id
      where t.kind = 'action' and t.done_at is null and t.due_at is not null and t.owner_id is not null and i.merged_into is null`);
    return at?.getTime() ?? null;
  });
  if (next === null || next > nowMs) return { nextDueMs: next };
  const { directory } = await database.withTenant(tenant, (client) => loadConfig(client, tenant.id, nowMs, log, null));
  await database.transaction(scope, async (tx) => {
    const rows = z.array(Row).parse(await tx.$queryRaw`
      select t.id, t.text, t.due_at as "dueAt", t.owner_id as "ownerId", coalesce(o.name, o.email, 'somebody who left') as owner, l.id as "leadId", coalesce(l.name, l.email) as lead, i.id as "incidentId", i.number, i.title
      from incident_tasks t join incidents i on i.id = t.incident_id left join users o on o.id = t.owner_id left join users l on l.id = i.lead_id
      where t.kind = 'action' and t.done_at is null and t.due_at <= ${new Date(nowMs)} and t.owner_id is not null and i.merged_into is null
        and (t.chased_at is null or t.chased_at <= ${new Date(nowMs - dayMs)})
      order by t.due_at, t.id limit ${most} for update of t skip locked`);
    const reached = (userId: string | null) => (userId === null ? [] : peopleOfTargets([{ kind: 'user', id: userId }], 'this action', directory, nowMs).wanted);
    const messages: MessageToQueue[] = [];
    for (const action of rows) {
      const own = reached(action.ownerId);
      const wanted = own.length > 0 || action.leadId === action.ownerId ? own : reached(action.leadId);
      const reason = own.length > 0 ? 'You own this action. You are told once a day until it is done.' : `You lead the incident, and no channel reaches ${action.owner}, who owns this action.`;
      messages.push(...wanted.map(({ recipient }): MessageToQueue => ({ eventKey: `action:${action.id}/${nowMs}/${recipient.key}`, recipient, message: messageOf(action, { nowMs, url, tenantName: tenant.name, reason }) })));
      if (own.length === 0) await noteUnreached(tx, tenant.id, nowMs, action, wanted.length > 0);
    }
    await queueMessages(tx, tenant.id, nowMs, messages);
    await tx.incidentTask.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { chasedAt: new Date(nowMs) } });
  });
  return { nextDueMs: nowMs };
}

function noteUnreached(tx: Transaction, tenantId: string, nowMs: number, { id, text, dueAt, owner, incidentId, lead }: Overdue, isLeadTold: boolean): Promise<void> {
  const outcome = isLeadTold ? `${lead ?? 'Who leads'}, who leads, is told instead` : 'nobody could be told';
  const sentence = `The action “${text}” is overdue, and no channel reaches ${owner}, who owns it: ${outcome}.`;
  return addEntries(tx, tenantId, incidentId, nowMs, [{ at: nowMs, kind: 'task', text: sentence, actor: rulesActor, subject: null, sourceKey: `unreached:${id}:${dueAt.getTime()}` }]);
}

interface MessageOptions {
  nowMs: number;
  url: string;
  tenantName: string;
  /** Why this recipient gets it. */
  reason: string;
}

function messageOf({ id, text, dueAt, incidentId, number, title }: Overdue, { nowMs, url, tenantName, reason }: MessageOptions): AlertMessage & { kind: 'update' } {
  const named = `Overdue: ${text}`;
  return {
    kind: 'update', at: nowMs, tenant: tenantName, severity: 'info', state: 'firing', groupKey: `action:${id}`, groupLabels: { incident: String(number) },
    title: named.length > longestTitle ? `${named.slice(0, longestTitle - 1).toWellFormed()}…` : named,
    text: `An action of incident #${number} ${title}\nIt was due at ${clockWords(dueAt.getTime())}. Tick it off when it is done, or give it another date.`,
    counts: { firing: 1, resolved: 0 }, alerts: [], url: `${url}/incidents/${incidentId}`, acknowledgeUrl: null, resolveUrl: null, reason,
  };
}
