import type { z } from 'zod';
import type { listDeliveries as endpoint } from '@/lib/alerts/notify/api';
import { deliveryStates } from '@/lib/alerts/notify/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { deliveryInclude, viewOfDelivery } from '@/server/alerts/delivery-row';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;
type Answer = z.input<(typeof endpoint)['response']>;

const countedMs = 30 * 86_400_000;

/** A page of what was sent, the newest first, and how many of the last 30 days are in which state. Throws AppError `invalid` for a cursor that is not one. */
export function listDeliveries({ database }: { database: Database }, { tenant, now }: Caller, { state, channelId, alertId, from, to, cursor, limit }: Query): Promise<Answer> {
  const and: Prisma.DeliveryWhereInput[] = [];
  if (state) and.push({ state: { in: state } });
  if (channelId) and.push({ channelId });
  if (alertId) and.push({ alertIds: { has: alertId } });
  if (from !== undefined) and.push({ createdAt: { gte: dateOf(from, 'from') } });
  if (to !== undefined) and.push({ createdAt: { lt: dateOf(to, 'to') } });
  if (cursor !== undefined) and.push(after(cursor));
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.delivery.findMany({ where: { AND: and }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit + 1, include: deliveryInclude });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = last && rows.length > limit ? `${last.createdAt.getTime()}_${last.id}` : null;
    return { deliveries: page.map(viewOfDelivery), nextCursor, counts: await countsOf(tx, now), at: now };
  });
}

async function countsOf(tx: Transaction, now: number): Promise<Answer['counts']> {
  const groups = await tx.delivery.groupBy({ by: ['state'], where: { createdAt: { gt: new Date(now - countedMs) } }, _count: true });
  const byState = new Map(groups.map(({ state, _count }) => [state, _count]));
  return Object.fromEntries(deliveryStates.map((state) => [state, byState.get(state) ?? 0])) as Answer['counts'];
}

/** What comes after a place in the list. */
function after(cursor: string): Prisma.DeliveryWhereInput {
  const [, time, id] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw new AppError('invalid', 'query.cursor: this is no cursor of this list. Leave it out to begin at the newest.');
  const createdAt = new Date(Number(time));
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

function dateOf(ms: number, name: string): Date {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9_999) throw new AppError('invalid', `query.${name}: must be a time in milliseconds since 1970.`);
  return date;
}
