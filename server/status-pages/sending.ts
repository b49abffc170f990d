import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import { deliveryLimits } from '@/lib/alerts/notify/retry';
import type { Caller } from '@/lib/context';
import { messageOf } from '@/lib/errors';
import { SendFailure } from '@/server/alerts/channels/send-failure';
import type { Database } from '@/server/database/database';
import { claimMessages, dueTenants, wakeHeads, type ClaimedMessage, type SendingPage } from './sending-claim';
import { settleMessage } from './sending-settle';
import { sendToSubscriber, type SendingParts } from './sending-transmit';
import { keepLinksWorking } from './subscribers/subscriptions';

interface SenderOptions extends SendingParts {
  database: Database;
  /** From 0 up to 1; spreads the tries. */
  chance?: () => number;
}

export interface SubscriberSender {
  /** Begins to send what is due at a moment (milliseconds since 1970) and says when to look again; what is being sent goes on. */
  tick(nowMs: number): Promise<{ nextDueMs: number | null }>;
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>;
  /** Waits a little for what is being sent, then cuts it off; it is tried again later. */
  stop(): Promise<void>;
}

const sendTimeoutMs = 20_000;
const mostAtOnce = 20;
const mostAtOnceByPage = 10;
const perMinuteByPage = { capacity: 20, perSecond: 10 };
const graceMs = 3_000;
const lookAgainMs = 250;
/** How often it is looked whether what waits for an older message to the same subscriber has to wait on. */
const wakeEveryMs = 5_000;
const failedMs = 2_000;

/**
 * Sends what waits for subscribers, at least once: a message is durably `sending` before it leaves, and where the process dies before it knows the result, its lease of 60 s ends and it
 * is sent again under the same id, by which mail programs and webhooks can tell. At most 20 at once, 10 of one page, and 600 a minute of one page.
 */
export function createSubscriberSender({ database, chance = Math.random, ...parts }: SenderOptions): SubscriberSender {
  const { log } = parts;
  const sending = new Set<Promise<void>>();
  const byTenant = new Map<string, number>();
  const rates = new Map<string, TokenBucket>();
  const wokenAt = new Map<string, number>();
  const stopping = new AbortController();

  /** How many of a tenant may leave now. */
  function freeOf(tenantId: string, nowMs: number): number {
    const bucket = refill(rates.get(tenantId), perMinuteByPage, nowMs);
    rates.set(tenantId, bucket);
    return Math.min(mostAtOnce - sending.size, mostAtOnceByPage - (byTenant.get(tenantId) ?? 0), Math.floor(bucket.tokens));
  }

  function launch(tenant: Caller['tenant'], page: SendingPage, message: ClaimedMessage, nowMs: number): void {
    byTenant.set(tenant.id, (byTenant.get(tenant.id) ?? 0) + 1);
    const bucket = refill(rates.get(tenant.id), perMinuteByPage, nowMs);
    rates.set(tenant.id, { ...bucket, tokens: bucket.tokens - 1 });
    const work = send(tenant, page, message, nowMs)
      .catch((error: unknown) => log.error({ message: message.id, reason: messageOf(error) }, 'the result of a message to a subscriber could not be stored; it is sent again when its lease has ended'))
      .finally(() => {
        sending.delete(work);
        const left = (byTenant.get(tenant.id) ?? 1) - 1;
        if (left > 0) byTenant.set(tenant.id, left);
        else byTenant.delete(tenant.id);
      });
    sending.add(work);
  }

  async function send(tenant: Caller['tenant'], page: SendingPage, message: ClaimedMessage, nowMs: number): Promise<void> {
    const from = performance.now();
    await keepLinksWorking({ database, tokens: parts.tokens }, tenant, message.subscriber);
    const failure = await failureOf(() => sendToSubscriber(parts, tenant, page, message, AbortSignal.any([AbortSignal.timeout(sendTimeoutMs), stopping.signal])), message);
    await settleMessage(database, tenant, { message, failure, nowMs: Math.round(nowMs + performance.now() - from), chance: chance() });
  }

  /** After how many milliseconds it is worth to look at a tenant again. */
  async function begin(tenant: Caller['tenant'], nowMs: number): Promise<number> {
    const most = freeOf(tenant.id, nowMs);
    if (most <= 0) return lookAgainMs;
    try {
      const claimed = await claimMessages(database, tenant, most, nowMs);
      for (const message of claimed?.messages ?? []) if (claimed) launch(tenant, claimed.page, message, nowMs);
      return lookAgainMs;
    } catch (error) {
      log.error({ tenant: tenant.slug, reason: messageOf(error) }, 'messages to subscribers cannot be taken from the queue and are tried again');
      return failedMs;
    }
  }

  /** Whether something may have become due by it. */
  async function wake(tenant: Caller['tenant'], nowMs: number): Promise<boolean> {
    if (Math.abs(nowMs - (wokenAt.get(tenant.id) ?? 0)) < wakeEveryMs) return false;
    wokenAt.set(tenant.id, nowMs);
    try {
      await wakeHeads(database, tenant, nowMs);
      return true;
    } catch (error) {
      log.error({ tenant: tenant.slug, reason: messageOf(error) }, 'messages to subscribers that wait cannot be looked at and are tried again');
      return false;
    }
  }

  /** Of tenants for whom nothing waits only the rate is kept, until it is whole again. */
  function forgetOthers(waiting: ReadonlySet<string>, nowMs: number): void {
    for (const id of wokenAt.keys()) if (!waiting.has(id)) wokenAt.delete(id);
    for (const [id, bucket] of rates) if (!waiting.has(id) && refill(bucket, perMinuteByPage, nowMs).tokens === perMinuteByPage.capacity) rates.delete(id);
  }

  async function tick(nowMs: number): Promise<{ nextDueMs: number | null }> {
    const due = await dueTenants(database, nowMs);
    forgetOthers(new Set(due.map(({ tenant }) => tenant.id)), nowMs);
    let nextDueMs = Number.POSITIVE_INFINITY;
    for (const { tenant, dueMs, isHeldUp } of due) {
      if (stopping.signal.aborted) break;
      const isWoken = isHeldUp && (await wake(tenant, nowMs));
      if (isHeldUp) nextDueMs = Math.min(nextDueMs, nowMs + wakeEveryMs);
      if (isWoken || (dueMs !== null && dueMs <= nowMs)) nextDueMs = Math.min(nextDueMs, nowMs + (await begin(tenant, nowMs)));
      else if (dueMs !== null) nextDueMs = Math.min(nextDueMs, dueMs);
    }
    return { nextDueMs: Number.isFinite(nextDueMs) ? nextDueMs : null };
  }

  return {
    tick,
    async idle() {
      while (sending.size > 0) await Promise.allSettled(sending);
    },
    async stop() {
      const cut = setTimeout(() => stopping.abort(), graceMs);
      await Promise.allSettled(sending);
      clearTimeout(cut);
      stopping.abort();
    },
  };
}

async function failureOf(send: () => Promise<void>, { attempts }: ClaimedMessage): Promise<SendFailure | null> {
  if (attempts > deliveryLimits.attempts) return new SendFailure(`Given up after ${deliveryLimits.attempts} tries; the result of the last one is not known.`, null, false);
  try {
    await send();
    return null;
  } catch (error) {
    return error instanceof SendFailure ? error : new SendFailure('The message could not be sent for a reason that only the log tells.', null, true, null, true);
  }
}
