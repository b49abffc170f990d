import { z } from 'zod';
import { AlertMessage, DeliveryView, Recipient } from '@/lib/alerts/notify/schemas';
import type { Delivery, DeliveryAttempt } from '@/server/database/generated/client';

/** What `tx.delivery.findMany({ include: deliveryInclude })` needs so that its rows can be shown. */
export const deliveryInclude = { deliveryAttempts: { orderBy: { id: 'asc' }, take: 50 } } as const;

export type DeliveryRow = Delivery & { deliveryAttempts: DeliveryAttempt[] };

const { state, kind, attempts } = DeliveryView.shape;
const outcome = attempts.element.shape.outcome;
const Title = z.object({ title: AlertMessage.shape.title });
const shownAlerts = 100;
const isOpen = (text: string) => text === 'queued' || text === 'sending' || text === 'retrying';

/** A delivery with its attempts. Throws ZodError for a row that this program did not write. */
export function viewOfDelivery(row: DeliveryRow): DeliveryView {
  const { title, reason } = Title.extend({ reason: z.string() }).parse(row.message);
  return {
    id: row.id,
    state: state.parse(row.state),
    kind: kind.parse(row.kind),
    channel: { id: row.channelId, name: row.channelName, kind: row.channelKind },
    recipient: Recipient.parse(row.recipient),
    title,
    reason,
    groupKey: row.groupKey,
    alertIds: row.alertIds.slice(0, shownAlerts),
    alertCount: row.alertIds.length,
    createdAt: row.createdAt.getTime(),
    deliveredAt: row.deliveredAt?.getTime() ?? null,
    nextAttemptAt: isOpen(row.state) ? (row.nextAttemptAt?.getTime() ?? null) : null,
    lastError: row.lastError,
    attempts: row.deliveryAttempts.map((attempt) => ({
      at: attempt.at.getTime(), durationMs: attempt.durationMs, status: attempt.status, outcome: outcome.parse(attempt.outcome), error: attempt.error,
    })),
  };
}
