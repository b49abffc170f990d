import type { MessageKind, AlertMessage } from '@/lib/alerts/notify/schemas';
import type { ToldRecipient } from '@/lib/alerts/notify/group-state';
import type { Transaction } from '@/server/database/database';

export interface MessageToQueue {
  /** Names this event for this recipient: of one there is one message. */
  eventKey: string;
  recipient: Omit<ToldRecipient, 'episode'>;
  message: AlertMessage & { kind: MessageKind };
}

/** Puts messages that are about no alert into the queue of deliveries, in the transaction of what they tell; those that are in it already are left out. Answers how many are new. */
export async function queueMessages(tx: Transaction, tenantId: string, nowMs: number, messages: readonly MessageToQueue[]): Promise<number> {
  if (messages.length === 0) return 0;
  const at = new Date(nowMs);
  const { count } = await tx.delivery.createMany({
    skipDuplicates: true,
    data: messages.map(({ eventKey, recipient: { key, channelId, channelName, channelKind, recipient }, message }) => ({
      tenantId, eventKey, kind: message.kind, channelId, channelName, channelKind, recipient, recipientKey: key, groupKey: message.groupKey, alertIds: [], message,
      state: 'queued', nextAttemptAt: at, queuedAt: at, createdAt: at, updatedAt: at,
    })),
  });
  return count;
}
