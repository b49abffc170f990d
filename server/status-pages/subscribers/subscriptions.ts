import { randomUUID } from 'node:crypto';
import { subscriberLimits, type SubscribeRequest } from '@/lib/status-pages/subscribers';
import type { TenantRef } from '@/lib/tenants';
import type { Database, Transaction } from '@/server/database/database';
import type { ListedPage } from '@/server/status-pages/page-list';
import { hashAddress, hashSubscriberToken, type SubscriberTokens } from './tokens';

interface Parts {
  database: Pick<Database, 'transaction'>;
  tokens: SubscriberTokens;
}

/** Whether a form was taken; `taken` says nothing of what was known of the address. */
type Taken = 'taken' | 'no_incident' | 'full' | 'gone';

/**
 * Notes that somebody wants to be told, and puts the one request to confirm into the queue, if not too many went to this address before. An address that is confirmed stays as it
 * is. `nowMs` is in milliseconds since 1970.
 */
export function subscribe({ database, tokens }: Parts, { id: pageId, tenant }: ListedPage, wanted: SubscribeRequest, nowMs: number): Promise<Taken> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    // Two at the same moment: the second counts what the first one sent.
    const pages = await tx.$queryRaw<unknown[]>`select 1 from status_pages where id = ${pageId}::uuid and is_on for update`;
    if (pages.length === 0) return 'gone';
    const incidentId = wanted.incident === null ? null : await publicIncident(tx, wanted.incident);
    if (wanted.incident !== null && incidentId === null) return 'no_incident';
    if ((await tx.statusSubscriber.count({ where: { pageId } })) >= subscriberLimits.subscribers) return 'full';
    const addressHash = hashAddress(wanted.kind, wanted.canonical);
    const scope = incidentId ?? 'page';
    const known = await tx.statusSubscriber.findUnique({ where: { pageId_scope_addressHash: { pageId, scope, addressHash } }, select: { id: true, confirmedAt: true } });
    if (known?.confirmedAt || !(await mayAsk(tx, pageId, addressHash, nowMs))) return 'taken';
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

/** Only of what the public knows already can be told that it is there. */
async function publicIncident(tx: Transaction, number: number): Promise<string | null> {
  const found = await tx.incident.findFirst({ where: { number, statusPosts: { some: {} } }, select: { id: true } });
  return found?.id ?? null;
}

async function mayAsk(tx: Transaction, pageId: string, addressHash: string, nowMs: number): Promise<boolean> {
  const { hourMs, day, dayMs } = subscriberLimits.perAddress;
  const asked = { postId: null, subscriber: { pageId, addressHash } };
  if ((await tx.statusMessage.count({ where: { ...asked, createdAt: { gt: new Date(nowMs - hourMs) } } })) > 0) return false;
  return (await tx.statusMessage.count({ where: { ...asked, createdAt: { gt: new Date(nowMs - dayMs) } } })) < day;
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

/** Ends the subscription of a token, with what waits for it. One that has ended already has ended. */
export function leavePage({ database }: Parts, { id: pageId, tenant }: ListedPage, token: string): Promise<void> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => void (await tx.statusSubscriber.deleteMany({ where: { pageId, leaveHash: hashSubscriberToken(token) } })));
}
