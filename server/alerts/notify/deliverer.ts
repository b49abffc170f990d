import { messageOf } from '@/lib/errors';
import type { SealedChannel, SendToChannel } from '@/server/alerts/channels/send';
import { SendFailure } from '@/server/alerts/channels/send-failure';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { claimDeliveries, type ClaimedDelivery } from './claim-deliveries';
import { deliveryTurns, type DeliveryTurn } from './delivery-turns';
import { settleDelivery, type Attempt } from './settle-delivery';

export interface DelivererOptions {
  database: Database;
  send: SendToChannel;
  /** Names this process. */
  nodeId: string;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
  log: Log;
  /** From 0 up to 1; spreads the tries. */
  chance?: () => number;
}

export interface Deliverer {
  /** Begins to send what is due at a moment (milliseconds since 1970) and says when something will be; what is being sent goes on. */
  tick(nowMs: number): Promise<{ nextDueMs: number | null }>;
  /** Resolves when nothing is being sent, and nothing follows that was due. */
  idle(): Promise<void>;
  /** Waits a little for what is being sent, then cuts it off; it is tried again later. */
  stop(): Promise<void>;
}

const sendTimeoutMs = 15_000;
const mostAtOnce = 32;
const mostAtOnceByChannel = 2;
const graceMs = 3_000;
const lookAgainMs = 1_000;

/**
 * Sends what the notifier wrote down, at least once: a message is durably `sending` before its request leaves, so when the process dies before it knows the
 * result, the lease ends after 60 s, the try is logged as `unknown`, and the message is sent again with the same delivery id, by which a channel
 * that can tells it is the same. Any number of processes may run this. A slow channel holds two of the places; sixteen that hang at once do not delay another one's messages.
 */
export function createDeliverer({ database, send, nodeId, url, log, chance = Math.random }: DelivererOptions): Deliverer {
  const sending = new Set<Promise<void>>();
  const byChannel = new Map<string, number>();
  const stopping = new AbortController();
  let rounds: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  let started = { nowMs: 0, at: 0 };

  const now = () => Math.round(started.nowMs + performance.now() - started.at);
  const freeOf = (channelId: string | null) => Math.min(mostAtOnce - sending.size, mostAtOnceByChannel - (byChannel.get(channelId ?? '') ?? 0));

  async function round(nowMs: number): Promise<{ nextDueMs: number | null }> {
    let nextDueMs = Number.POSITIVE_INFINITY;
    if (isStopped) return { nextDueMs: null };
    for (const turn of await deliveryTurns(database, nowMs)) {
      if (turn.dueMs > nowMs && !turn.isAhead) nextDueMs = Math.min(nextDueMs, turn.dueMs);
      else if (freeOf(turn.channelId) > 0 && !isStopped) nextDueMs = Math.min(nextDueMs, (await begin(turn, nowMs)) ?? Number.POSITIVE_INFINITY);
    }
    return { nextDueMs: Number.isFinite(nextDueMs) ? nextDueMs : null };
  }

  /** One channel that cannot be served must not keep the others waiting. */
  async function begin(turn: DeliveryTurn, nowMs: number): Promise<number | null> {
    try {
      const { channel, deliveries, againMs } = await claimDeliveries({ database, turn, nodeId, most: freeOf(turn.channelId), url, nowMs });
      if (channel) for (const delivery of deliveries) launch(turn, channel, delivery, nowMs);
      return againMs;
    } catch (error) {
      log.error({ channel: turn.channelId, reason: messageOf(error) }, 'messages of a channel cannot be taken from the queue and are tried again');
      return nowMs + lookAgainMs;
    }
  }

  function launch(turn: DeliveryTurn, channel: SealedChannel, delivery: ClaimedDelivery, nowMs: number): void {
    byChannel.set(channel.id, (byChannel.get(channel.id) ?? 0) + 1);
    const work = deliver(turn, channel, delivery, nowMs)
      .catch((error: unknown) => log.error({ delivery: delivery.id, reason: messageOf(error) }, 'the result of a delivery could not be stored; it is sent again when its lease has ended'))
      .finally(() => {
        sending.delete(work);
        const left = (byChannel.get(channel.id) ?? 1) - 1;
        if (left > 0) byChannel.set(channel.id, left);
        else byChannel.delete(channel.id);
        if (!isStopped) rounds = rounds.then(() => round(now())).catch(complain);
      });
    sending.add(work);
  }

  async function deliver(turn: DeliveryTurn, channel: SealedChannel, delivery: ClaimedDelivery, atMs: number): Promise<void> {
    const from = performance.now();
    const { id, recipient, message } = delivery;
    const result = await attempt(send, channel, { id, recipient, message }, stopping.signal);
    await settleDelivery({ database, turn, delivery, nodeId, attempt: { atMs, durationMs: performance.now() - from, result }, chance: chance() });
  }

  function complain(error: unknown): void {
    log.error({ reason: messageOf(error) }, 'looking for messages to send failed');
  }

  return {
    tick(nowMs) {
      started = { nowMs, at: performance.now() };
      const turn = rounds.then(() => round(nowMs));
      rounds = turn.catch(() => undefined);
      return turn;
    },
    async idle() {
      for (let last: unknown = null; sending.size > 0 || last !== rounds; ) {
        last = rounds;
        await Promise.allSettled(sending);
        await rounds;
      }
    },
    async stop() {
      isStopped = true;
      await rounds;
      const cut = setTimeout(() => stopping.abort(), graceMs);
      await Promise.allSettled(sending);
      clearTimeout(cut);
    },
  };
}

async function attempt(send: SendToChannel, channel: SealedChannel, delivery: Parameters<SendToChannel>[1], stopped: AbortSignal): Promise<Attempt['result']> {
  const signal = AbortSignal.any([AbortSignal.timeout(sendTimeoutMs), stopped]);
  try {
    const { status } = await Promise.race([send(channel, delivery, signal), cutOff(signal)]);
    return { kind: 'delivered', status };
  } catch (error) {
    if (error instanceof SendFailure) return { kind: 'failed', failure: error };
    return { kind: 'failed', failure: new SendFailure('The message could not be sent for a reason that only the log tells.', null, true, null, true) };
  }
}

/** Also a sender that does not listen is cut off. */
function cutOff(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(new SendFailure(`There was no answer within ${sendTimeoutMs / 1_000} s; it may have arrived all the same.`, null, true, null, true));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
