import { deliveryLimits, retryDelayMs } from '@/lib/alerts/notify/retry';
import type { Caller } from '@/lib/context';
import type { SendFailure } from '@/server/alerts/channels/send-failure';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import type { ClaimedMessage } from './sending-claim';
import { laneOf, lanes } from './sending-lanes';

interface Try {
  message: ClaimedMessage;
  /** Null: it was taken. */
  failure: SendFailure | null;
  nowMs: number;
  /** From 0 up to 1. */
  chance: number;
}

const dead = { posts: 10, forMs: 3 * 86_400_000 } as const;

/** Writes down how a try went and what becomes of the message. A webhook that took none of ten posts in a row over three days is told no more. */
export async function settleMessage({ transaction }: Pick<Database, 'transaction'>, tenant: Caller['tenant'], { message, failure, nowMs, chance }: Try): Promise<void> {
  const { id, attempts, subscriber } = message;
  await transaction({ kind: 'tenant', tenant }, async (tx) => {
    if (!failure) {
      // Also when the lease was lost meanwhile: it did arrive.
      await tx.statusMessage.updateMany({ where: { id, state: { in: ['pending', 'sending'] } }, data: { state: 'sent', sentAt: new Date(nowMs), lastError: null, nextAttemptAt: null } });
      await tx.statusSubscriber.updateMany({ where: { id: subscriber.id, lastError: { not: null } }, data: { lastError: null } });
      return;
    }
    const nextMs = nextTryMs(message, failure, nowMs, chance);
    const { count } = await tx.statusMessage.updateMany({
      where: { id, state: 'sending', attempts },
      data: { state: nextMs === null ? 'failed' : 'pending', nextAttemptAt: nextMs === null ? null : new Date(nextMs), lastError: failure.message },
    });
    if (count === 0) return;
    await tx.statusSubscriber.updateMany({ where: { id: subscriber.id }, data: { lastError: failure.message } });
    if (nextMs === null && subscriber.kind === 'webhook' && (await isDead(tx, subscriber.id, nowMs))) await remove(tx, tenant, message, failure, nowMs);
  });
}

/** When to try again, in milliseconds since 1970; null: never. */
function nextTryMs(message: ClaimedMessage, { isRetryable, retryAfterMs }: SendFailure, nowMs: number, chance: number): number | null {
  const { attempts, createdAt } = message;
  if (!isRetryable || attempts >= lanes[laneOf(message)].tries) return null;
  const nextMs = nowMs + retryDelayMs(attempts, chance, retryAfterMs);
  return nextMs - createdAt.getTime() > deliveryLimits.ageMs ? null : nextMs;
}

async function isDead(tx: Transaction, subscriberId: string, nowMs: number): Promise<boolean> {
  const last = await tx.statusMessage.findMany({
    where: { subscriberId, postId: { not: null }, state: { in: ['sent', 'failed'] } }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: dead.posts, select: { state: true, createdAt: true },
  });
  const first = last.at(-1);
  return last.length === dead.posts && first !== undefined && last.every(({ state }) => state === 'failed') && first.createdAt.getTime() <= nowMs - dead.forMs;
}

async function remove(tx: Transaction, tenant: Caller['tenant'], { id, subscriber }: ClaimedMessage, failure: SendFailure, nowMs: number): Promise<void> {
  await tx.statusSubscriber.deleteMany({ where: { id: subscriber.id } });
  await record(tx, tenant, {
    actor: { kind: 'system', id: 'status page' }, action: 'status_subscriber.expire', requestId: id, now: nowMs, after: null,
    before: { id: subscriber.id, kind: subscriber.kind, status: failure.status, reason: `It took none of its last ${dead.posts} posts over three days.` },
  });
}
