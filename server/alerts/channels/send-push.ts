import webPush from 'web-push';
import type { PushPayload } from '@/lib/alerts/channels/channel-kind';
import type { PushSubscriptionInput } from '@/lib/alerts/channels/schemas';
import type { Recipient } from '@/lib/alerts/notify/schemas';
import { permissionsOf } from '@/lib/auth/permissions';
import { messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { failureOfAnswer, type OutgoingClient } from '@/server/outgoing/http-client';
import { OutgoingFailure, permanent } from '@/server/outgoing/outgoing-failure';
import type { Sealer } from '@/server/secrets/sealed';
import { openSubscription } from './stored-subscription';
import { vapidKeysOf } from './vapid-keys';

interface SendPushOptions {
  database: Database;
  sealer: Sealer;
  outgoing: OutgoingClient;
  log: Log;
  tenant: TenantRef;
  recipient: Recipient;
  payload: PushPayload;
  nowMs: number;
  signal: AbortSignal;
}

const mostBrowsers = 200;
const atOnce = 10;
/** How long a push service keeps a message for a browser that is away. */
const keepSeconds = 4 * 3_600;

type Subscription = PushSubscriptionInput & { id: string };

/**
 * Pushes to the browsers of a person, or of everybody in the tenant who may see alerts. It is delivered when one browser's push service took it: another
 * try would tell that browser again. Subscriptions that have ended (404, 410) are removed. Throws OutgoingFailure.
 */
export async function sendPush(options: SendPushOptions): Promise<{ status: number | null }> {
  const { recipient, log } = options;
  const subscriptions = await subscriptionsOf(options);
  const results: { status: number | null; failure: OutgoingFailure | null }[] = [];
  for (let start = 0; start < subscriptions.length; start += atOnce) {
    results.push(...(await Promise.all(subscriptions.slice(start, start + atOnce).map((each) => pushOne(options, each)))));
  }
  const failures = results.flatMap(({ failure }) => failure ?? []);
  const taken = results.find(({ failure, status }) => failure === null && status !== null);
  if (taken) {
    for (const { message } of failures) log.warn({ reason: message }, 'one of the browsers of a recipient was not reached');
    return { status: taken.status };
  }
  const worth = failures.find(({ isRetryable }) => isRetryable) ?? failures[0];
  throw worth ?? permanent(`${recipient.name} has no browser in which notifications are on.`);
}

async function subscriptionsOf({ database, sealer, tenant, recipient, log }: SendPushOptions): Promise<Subscription[]> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const members = await tx.membership.findMany({ where: { tenantId: tenant.id, deactivatedAt: null, ...(recipient.kind === 'user' ? { userId: recipient.userId } : {}) }, select: { userId: true, role: true, customRole: { select: { permissions: true } } } });
    const readers = members.filter(({ role, customRole }) => permissionsOf(role, customRole?.permissions).includes('monitoring.read')).map(({ userId }) => userId);
    return tx.pushSubscription.findMany({ where: { userId: { in: readers } }, orderBy: { createdAt: 'desc' }, take: mostBrowsers });
  });
  return rows.flatMap(({ id, endpointHash, sealed }) => {
    try {
      return [{ id, ...openSubscription(sealer, tenant.id, endpointHash, sealed) }];
    } catch (error) {
      log.error({ subscription: id, reason: messageOf(error) }, 'a push subscription cannot be read');
      return [];
    }
  });
}

/** A status of null: the subscription has ended. */
async function pushOne({ database, sealer, outgoing, tenant, payload, nowMs, signal }: SendPushOptions, { id, endpoint, keys }: Subscription): Promise<{ status: number | null; failure: OutgoingFailure | null }> {
  try {
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify(payload), {
      vapidDetails: { subject: subjectOf(payload.url), ...vapidKeysOf(sealer) },
      TTL: keepSeconds,
      urgency: payload.isUrgent ? 'high' : 'normal',
      topic: payload.tag,
    });
    const texts = Object.fromEntries(Object.entries(headers as Record<string, unknown>).map(([name, value]) => [name.toLowerCase(), String(value)]));
    const answer = await outgoing.request({ method: 'POST', url: endpoint, headers: texts, body, hasSecrets: true, signal });
    if (answer.status === 404 || answer.status === 410) {
      await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.pushSubscription.deleteMany({ where: { id } }));
      return { status: null, failure: null };
    }
    return { status: answer.status, failure: failureOfAnswer(answer, new URL(endpoint).host, '', nowMs) };
  } catch (error) {
    if (error instanceof OutgoingFailure) return { status: null, failure: error };
    return { status: null, failure: permanent('A browser has keys that nothing can be encrypted for. Switch its notifications off and on again.') };
  }
}

/** Whom a push service may ask (RFC 8292, 2.1). */
function subjectOf(url: string): string {
  const { protocol, origin, hostname } = URL.canParse(url) ? new URL(url) : new URL('http://localhost');
  return protocol === 'https:' ? origin : `mailto:nines@${/^[\w.-]+$/.test(hostname) ? hostname : 'localhost'}`;
}
