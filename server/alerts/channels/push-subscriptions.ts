import { maxSubscriptions, type PushSubscriptionInput, type PushSubscriptionView } from '@/lib/alerts/channels/schemas';
import { oneLine } from '@/lib/alerts/channels/wording';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Channels } from './channels-of';
import { endpointHashOf, sealSubscription } from './stored-subscription';
import { vapidKeysOf } from './vapid-keys';

type Verbs = Pick<Channels, 'database' | 'sealer'>;

/** The key that a browser subscribes with, and the caller's own browsers, the newest first. */
export async function listSubscriptions({ database, sealer }: Verbs, { tenant, actor }: Caller): Promise<{ publicKey: string; subscriptions: PushSubscriptionView[] }> {
  const { publicKey } = vapidKeysOf(sealer);
  if (actor.kind !== 'user') return { publicKey, subscriptions: [] };
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.pushSubscription.findMany({ where: { userId: actor.id }, orderBy: { createdAt: 'desc' }, take: maxSubscriptions }),
  );
  return { publicKey, subscriptions: rows.map(viewOf) };
}

/**
 * Subscribes a browser of the caller; one that another person used before is theirs no more. The oldest of too many gives way. Throws `forbidden` for a key:
 * it has no browser.
 */
export async function addSubscription({ database, sealer }: Verbs, caller: Caller, subscription: PushSubscriptionInput, userAgent: string | null): Promise<PushSubscriptionView> {
  const { tenant, now } = caller;
  const userId = userIdOf(caller);
  const endpointHash = endpointHashOf(subscription.endpoint);
  const data = { userId, sealed: sealSubscription(sealer, tenant.id, subscription), userAgent: userAgent === null ? null : oneLine(userAgent).slice(0, 300), createdAt: new Date(now) };
  return mutate(database, caller, 'push_subscription.create', async (tx) => {
    const row = await tx.pushSubscription.upsert({ where: { tenantId_endpointHash: { tenantId: tenant.id, endpointHash } }, create: { tenantId: tenant.id, endpointHash, ...data }, update: data });
    const others = await tx.pushSubscription.findMany({ where: { userId, id: { not: row.id } }, orderBy: { createdAt: 'desc' }, skip: maxSubscriptions - 1, select: { id: true } });
    await tx.pushSubscription.deleteMany({ where: { id: { in: others.map(({ id }) => id) } } });
    return { result: viewOf(row), before: null, after: { id: row.id, endpointHash, userAgent: data.userAgent } };
  });
}

/** Throws `not_found` for a browser that is not one of the caller's, `forbidden` for a key. */
export async function removeSubscription({ database }: Verbs, caller: Caller, endpoint: string): Promise<void> {
  const userId = userIdOf(caller);
  const endpointHash = endpointHashOf(endpoint);
  await mutate(database, caller, 'push_subscription.delete', async (tx) => {
    const { count } = await tx.pushSubscription.deleteMany({ where: { userId, endpointHash } });
    if (count === 0) throw new AppError('not_found', 'This browser is not one of yours that is subscribed.');
    return { result: undefined, before: { endpointHash }, after: null };
  });
}

function userIdOf({ actor }: Caller): string {
  if (actor.kind === 'user') return actor.id;
  throw new AppError('forbidden', 'Only a person who is signed in has browsers to notify.');
}

function viewOf({ id, endpointHash, userAgent, createdAt }: { id: string; endpointHash: string; userAgent: string | null; createdAt: Date }): PushSubscriptionView {
  return { id, endpointHash, browser: browserOf(userAgent ?? ''), createdAt: createdAt.getTime() };
}

/** `Firefox on Linux`, as far as the browser tells. */
function browserOf(userAgent: string): string {
  const browser = /Edg\//.test(userAgent) ? 'Edge' : /Firefox\//.test(userAgent) ? 'Firefox' : /Chrom(?:e|ium)\//.test(userAgent) ? 'Chrome' : /Safari\//.test(userAgent) ? 'Safari' : 'A browser';
  const system = /Android/.test(userAgent) ? 'Android' : /iPhone|iPad/.test(userAgent) ? 'iOS' : /Windows/.test(userAgent) ? 'Windows' : /Mac OS X/.test(userAgent) ? 'macOS' : /Linux/.test(userAgent) ? 'Linux' : '';
  return system === '' ? browser : `${browser} on ${system}`;
}
