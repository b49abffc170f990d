import type { Caller } from '@/lib/context';
import { messageOf } from '@/lib/errors';
import { SendFailure } from '@/server/alerts/channels/send-failure';
import type { Database } from '@/server/database/database';
import { claimMessages, dueTenants, wakeHeads, type ClaimedMessage, type SendingPage } from './sending-claim';
import { hostOf, laneNames, laneOf, lanes, type Lane } from './sending-lanes';
import { settleMessage } from './sending-settle';
import { createSendingSlots } from './sending-slots';
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

const graceMs = 3_000;
const lookAgainMs = 250;
/** How often it is looked whether what waits for an older message to the same subscriber has to wait on. */
const wakeEveryMs = 5_000;
const failedMs = 2_000;
/** Of one lane in one go; the others come first the next time. */
const mostTenants = 20;

/**
 * Sends what waits for subscribers, at least once: a message is durably `sending` before it leaves, and where the process dies before it knows the result, its lease of 60 s ends and it
 * is sent again under the same id, by which mail programs and webhooks can tell. Mail, webhooks and requests to webhooks have places of their own, for which pages take turns, with at
 * most 600 messages of each a minute of one page, and two at once to one host.
 */
export function createSubscriberSender({ database, chance = Math.random, ...parts }: SenderOptions): SubscriberSender {
  const { log } = parts;
  const sending = new Set<Promise<void>>();
  const slots = createSendingSlots();
  const wokenAt = new Map<string, number>();
  const stopping = new AbortController();

  function launch(tenant: Caller['tenant'], page: SendingPage, message: ClaimedMessage, nowMs: number): void {
    const leave = slots.enter({ lane: laneOf(message), tenantId: tenant.id, host: hostOf(message) }, nowMs);
    const work = send(tenant, page, message, nowMs)
      .catch((error: unknown) => log.error({ message: message.id, reason: messageOf(error) }, 'the result of a message to a subscriber could not be stored; it is sent again when its lease has ended'))
      .finally(() => {
        sending.delete(work);
        leave();
      });
    sending.add(work);
  }

  async function send(tenant: Caller['tenant'], page: SendingPage, message: ClaimedMessage, nowMs: number): Promise<void> {
    const from = performance.now();
    await keepLinksWorking({ database, tokens: parts.tokens }, tenant, message.subscriber);
    const { timeoutMs } = lanes[laneOf(message)];
    const failure = await failureOf(() => sendToSubscriber(parts, tenant, page, message, AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping.signal])), message);
    await settleMessage(database, tenant, { message, failure, nowMs: Math.round(nowMs + performance.now() - from), chance: chance() });
  }

  /** Fills the places of a lane, and says after how many milliseconds it is worth to look again. */
  async function fill(lane: Lane, waiting: readonly Caller['tenant'][], nowMs: number): Promise<number> {
    let againMs = lookAgainMs;
    let looked = 0;
    for (const tenant of slots.inTurn(lane, waiting)) {
      if (slots.freeOf(lane) <= 0 || looked === mostTenants || stopping.signal.aborted) break;
      if (slots.freeOfTenant(lane, tenant.id, nowMs) <= 0) continue;
      looked += 1;
      slots.hadTurn(lane, tenant.id);
      if (!(await begin(lane, tenant, nowMs))) againMs = failedMs;
    }
    return againMs;
  }

  async function begin(lane: Lane, tenant: Caller['tenant'], nowMs: number): Promise<boolean> {
    try {
      const claimed = await claimMessages(database, tenant, { lane, most: slots.freeOfTenant(lane, tenant.id, nowMs), busyHosts: slots.busyHosts() }, nowMs);
      for (const message of claimed?.messages ?? []) if (claimed) launch(tenant, claimed.page, message, nowMs);
      return true;
    } catch (error) {
      log.error({ tenant: tenant.slug, lane, reason: messageOf(error) }, 'messages to subscribers cannot be taken from the queue and are tried again');
      return false;
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

  function forgetOthers(waiting: ReadonlySet<string>, nowMs: number): void {
    for (const id of wokenAt.keys()) if (!waiting.has(id)) wokenAt.delete(id);
    slots.forgetOthers(waiting, nowMs);
  }

  async function tick(nowMs: number): Promise<{ nextDueMs: number | null }> {
    const due = await dueTenants(database, nowMs);
    forgetOthers(new Set(due.map(({ tenant }) => tenant.id)), nowMs);
    const ready: Caller['tenant'][] = [];
    let nextDueMs = Number.POSITIVE_INFINITY;
    for (const { tenant, dueMs, isHeldUp } of due) {
      if (stopping.signal.aborted) break;
      const isWoken = isHeldUp && (await wake(tenant, nowMs));
      if (isHeldUp) nextDueMs = Math.min(nextDueMs, nowMs + wakeEveryMs);
      if (isWoken || (dueMs !== null && dueMs <= nowMs)) ready.push(tenant);
      else if (dueMs !== null) nextDueMs = Math.min(nextDueMs, dueMs);
    }
    for (const lane of laneNames) if (ready.length > 0) nextDueMs = Math.min(nextDueMs, nowMs + (await fill(lane, ready, nowMs)));
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

async function failureOf(send: () => Promise<void>, message: ClaimedMessage): Promise<SendFailure | null> {
  const { tries } = lanes[laneOf(message)];
  if (message.attempts > tries) return new SendFailure(`Given up after ${tries} tries; the result of the last one is not known.`, null, false);
  try {
    await send();
    return null;
  } catch (error) {
    return error instanceof SendFailure ? error : new SendFailure('The message could not be sent for a reason that only the log tells.', null, true, null, true);
  }
}
