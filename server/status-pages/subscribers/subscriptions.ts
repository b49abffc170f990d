import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { subscriberLimits, webhookHost, type SubscribeRequest } from '@/lib/status-pages/subscribers';
import type { TenantRef } from '@/lib/tenants';
import type { Database, Transaction } from '@/server/database/database';
import { incidentOfKey } from '@/server/status-pages/incident-key';
import type { ListedPage } from '@/server/status-pages/page-list';
import { hashAddress, hashSubscriberToken, type SubscriberTokens } from './tokens';

interface Parts {
  database: Pick<Database, 'transaction'>;
  tokens: SubscriberTokens;
}

/** Whether a form was taken; `taken` says nothing of what was known of the address. */
type Taken = 'taken' | 'no_incident' | 'full' | 'host_full' | 'gone';

/**
 * Notes that somebody wants to be told, and puts the one request to confirm into the queue, if not too many went to this address before. An address that is confirmed stays as it
 * is. `nowMs` is in milliseconds since 1970.
 */
export function subscribe({ database, tokens }: Parts, { id: pageId, tenant }: ListedPage, wanted: SubscribeRequest, nowMs: number): Promise<Taken> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    // Two at the same moment: the second counts what the first one sent.
    const pages = await tx.$queryRaw<unknown[]>`select 1 from status_pages where id = ${pageId}::uuid and is_on for update`;
    if (pages.length === 0) return 'gone';
    const incidentId = wanted.incident === null ? null : await incidentOfKey(tx, wanted.incident);
    if (wanted.incident !== null && incidentId === null) return 'no_incident';
    if ((await tx.statusSubscriber.count({ where: { pageId } })) >= subscriberLimits.subscribers) return 'full';
    // Before it is looked whether the address is known: what waits counts too, so that strangers cannot make Nines ask one server again and again.
    if (wanted.kind === 'webhook' && (await isHostFull(tx, pageId, webhookHost(wanted.address)))) return 'host_full';
    const addressHash = hashAddress(wanted.kind, wanted.canonical);
    const scope = incidentId ?? 'page';
    const known = await tx.statusSubscriber.findUnique({ where: { pageId_scope_addressHash: { pageId, scope, addressHash } }, select: { id: true, confirmedAt: true } });
    if (known?.confirmedAt || !(await mayAsk(tx, pageId, wanted, nowMs))) return 'taken';
    const at = new Date(nowMs);
    const id = known?.id ?? randomUUID();
    const links = hashesOf(tokens, id);
    if (known) await tx.statusSubscriber.update({ where: { id }, data: { ...links, address: wanted.address, createdAt: at } });
    else await tx.statusSubscriber.create({ data: { id, tenantId: tenant.id, pageId, incidentId, scope, kind: wanted.kind, address: wanted.address, addressHash, ...links, createdAt: at } });
    await tx.statusMessage.create({ data: { tenantId: tenant.id, subscriberId: id, dedupeKey: `confirm:${id}:${nowMs}`, nextAttemptAt: at, createdAt: at } });
    return 'taken';
  });
}

function hashesOf(tokens: SubscriberTokens, id: string) {
  return { confirmHash: hashSubscriberToken(tokens.confirmOf(id)), leaveHash: hashSubscriberToken(tokens.leaveOf(id)) };
}

/** The key that makes the links may be another one than when somebody subscribed: what is sent now has to work. */
export async function keepLinksWorking({ database, tokens }: Parts, tenant: TenantRef, { id, leaveHash }: { id: string; leaveHash: string }): Promise<void> {
  const links = hashesOf(tokens, id);
  if (links.leaveHash !== leaveHash) await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.statusSubscriber.updateMany({ where: { id }, data: links }));
}


async function isHostFull(tx: Transaction, pageId: string, host: string): Promise<boolean> {
  const rows = await tx.statusSubscriber.findMany({ where: { pageId, kind: 'webhook', address: { contains: `://${host}` } }, select: { address: true }, take: subscriberLimits.subscribers });
  return rows.filter(({ address }) => webhookHost(address) === host).length >= subscriberLimits.perHost;
}

const AskedBefore = z.array(z.object({ hour: z.coerce.number(), day: z.coerce.number() })).length(1);

/** What was asked of a mailbox before, by whichever address of it. */
async function mayAsk(tx: Transaction, pageId: string, { kind, mailbox }: SubscribeRequest, nowMs: number): Promise<boolean> {
  const { hourMs, day, dayMs } = subscriberLimits.perAddress;
  const [hourAgo, dayAgo] = [new Date(nowMs - hourMs), new Date(nowMs - dayMs)];
  const rows = await tx.$queryRaw<unknown[]>`
    select count(*) filter (where m.created_at > ${hourAgo}) as hour, count(*) as day
    from status_subscribers s join status_messages m on m.subscriber_id = s.id and m.post_id is null and m.created_at > ${dayAgo}
    where s.page_id = ${pageId}::uuid and s.kind = ${kind} and ${mailbox} = case s.kind when 'email'
      then replace(split_part(split_part(lower(s.address), '@', 1), '+', 1), '.', '') || '@' || split_part(lower(s.address), '@', 2) else s.address end`;
  const [asked] = AskedBefore.parse(rows);
  return asked !== undefined && asked.hour === 0 && asked.day < day;
}

/** Confirms the subscription of a token, also twice. False for a token that is of none, or too old. */
export function confirmSubscription({ database }: Parts, { id: pageId, tenant }: ListedPage, token: string, nowMs: number): Promise<boolean> {
  const at = new Date(nowMs);
  const confirmHash = hashSubscriberToken(token);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { count } = await tx.statusSubscriber.updateMany({ where: { pageId, confirmHash, confirmedAt: null, createdAt: { gt: new Date(nowMs - subscriberLimits.confirmMs) } }, data: { confirmedAt: at } });
    return count > 0 || (await tx.statusSubscriber.count({ where: { pageId, confirmHash, confirmedAt: { not: null } } })) > 0;
  });
}

/** Ends the subscription of a token, with what waits for it. False for a token that is of none of this page, or not any more. */
export function leavePage({ database }: Parts, { id: pageId, tenant }: ListedPage, token: string): Promise<boolean> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => (await tx.statusSubscriber.deleteMany({ where: { pageId, leaveHash: hashSubscriberToken(token) } })).count > 0);
}
