import { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { subscriberKinds, subscriberLimits } from '@/lib/status-pages/subscribers';
import type { listSubscribers as endpoint, SubscriberView } from '@/lib/status-pages/subscribers-api';
import { subscribersCsv } from '@/lib/status-pages/subscribers-csv';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';

interface Sources {
  database: Database;
}

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;
type Answer = z.input<(typeof endpoint)['response']>;

const Kind = z.enum(subscriberKinds);

/** A page of the subscribers, the newest first, and how many there are. Addresses are shown to who may read the configuration. Throws AppError `invalid` for a cursor that is not one. */
export async function listSubscribers({ database }: Sources, { tenant, permissions }: Caller, { cursor, limit }: Query): Promise<Answer> {
  const after = cursor === undefined ? null : placeOf(cursor);
  const isShown = permissions.includes('monitoring.config.read');
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const found = await find(tx, limit + 1, after);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const groups = await tx.statusSubscriber.groupBy({ by: ['kind'], where: { confirmedAt: { not: null } }, _count: true });
    const countOf = (kind: string) => groups.find((group) => group.kind === kind)?._count ?? 0;
    return {
      subscribers: isShown ? page : page.map((each) => ({ ...each, address: null, lastError: null })), nextCursor: found.length > limit && last ? `${last.createdAt}.${last.id}` : null,
      counts: { email: countOf('email'), webhook: countOf('webhook'), waiting: await tx.statusSubscriber.count({ where: { confirmedAt: null } }) },
    };
  });
}

/** Ends a subscription. The audit trail keeps that there was one, not of whom. Throws `not_found`. */
export async function removeSubscriber({ database }: Sources, caller: Caller, id: string): Promise<void> {
  await mutate(database, caller, 'status_subscriber.remove', async (tx) => {
    const row = await tx.statusSubscriber.findUnique({ where: { id }, select: { kind: true, scope: true, confirmedAt: true } });
    const { count } = await tx.statusSubscriber.deleteMany({ where: { id } });
    if (!row || count === 0) throw new AppError('not_found', 'There is no subscriber with this id.');
    return { result: undefined, before: { id, kind: row.kind, scope: row.scope, isConfirmed: row.confirmedAt !== null }, after: null };
  });
}

/** All subscribers as CSV. The audit trail keeps who took the addresses, and how many. */
export function exportSubscribers({ database }: Sources, caller: Caller): Promise<{ csv: string; fileName: string }> {
  return mutate(database, caller, 'status_page.export_subscribers', async (tx) => {
    const subscribers = await find(tx, subscriberLimits.subscribers, null);
    const result = { csv: subscribersCsv(subscribers), fileName: `subscribers-${new Date(caller.now).toISOString().slice(0, 10)}.csv` };
    return { result, before: null, after: { subscribers: subscribers.length } };
  });
}

async function find(tx: Transaction, take: number, after: { createdAt: Date; id: string } | null): Promise<SubscriberView[]> {
  const rows = await tx.statusSubscriber.findMany({
    where: after ? { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] } : {},
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take,
    select: { id: true, kind: true, address: true, createdAt: true, confirmedAt: true, lastError: true, incident: { select: { number: true } } },
  });
  return rows.map(({ kind, createdAt, confirmedAt, incident, ...row }) => ({ ...row, kind: Kind.parse(kind), incident: incident?.number ?? null, createdAt: createdAt.getTime(), confirmedAt: confirmedAt?.getTime() ?? null }));
}

function placeOf(cursor: string): { createdAt: Date; id: string } {
  const [, ms, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined || !z.uuid().safeParse(id).success) throw new AppError('invalid', 'query.cursor: this cursor is not one of this list.', { issues: [{ path: 'query.cursor', message: 'is not one of this list' }] });
  return { createdAt: new Date(Number(ms)), id };
}
