import type { DeliveryView } from '@/lib/alerts/notify/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { deliveryInclude, viewOfDelivery } from '@/server/alerts/delivery-row';

/** Puts a message that is dead or was dropped into the queue again, with all its tries. Throws AppError `not_found`, or `conflict` when it is neither or its channel is gone. */
export function resendDelivery({ database }: { database: Database }, caller: Caller, id: string): Promise<DeliveryView> {
  const at = new Date(caller.now);
  return mutate(database, caller, 'delivery.resend', async (tx) => {
    const before = await tx.delivery.findUnique({ where: { id }, include: { channel: { select: { isEnabled: true } } } });
    if (!before) throw new AppError('not_found', 'There is no delivery with this id.');
    if (!before.channel) throw new AppError('conflict', `The channel “${before.channelName}” is deleted, so nothing can be sent by it.`);
    if (!before.channel.isEnabled) throw new AppError('conflict', `The channel “${before.channelName}” is switched off. Switch it on first.`);
    const { count } = await tx.delivery.updateMany({
      where: { id, state: { in: ['dead', 'dropped'] } },
      data: { state: 'queued', attempts: 0, nextAttemptAt: at, leasedUntil: null, leasedBy: null, lastError: null, queuedAt: at, updatedAt: at },
    });
    if (count === 0) throw new AppError('conflict', 'Only a message that could not be delivered or was dropped is sent again; this one is neither.');
    const after = await tx.delivery.findUniqueOrThrow({ where: { id }, include: deliveryInclude });
    return { result: viewOfDelivery(after), before: { id, state: before.state, lastError: before.lastError }, after: { id, state: after.state, channel: after.channelName, kind: after.kind } };
  });
}
