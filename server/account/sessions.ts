import { describeDevice } from '@/lib/account/device';
import type { OwnSession } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import { changeOwn, personOf } from './own';

const mostShown = 100;

/** The caller's sessions that count, in all tenants, this one first and then the last used. */
export async function listSessions(database: Database, caller: Caller): Promise<OwnSession[]> {
  const { id: userId, sessionId } = personOf(caller);
  const rows = await database.transaction({ kind: 'auth' }, (tx) =>
    tx.session.findMany({
      where: { userId, revokedAt: null, expiresAt: { gt: new Date(caller.now) } },
      include: { tenant: { select: { name: true } } }, orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'desc' }], take: mostShown,
    }),
  );
  const sessions = rows.map((row): OwnSession => ({
    id: row.id,
    isCurrent: row.id === sessionId,
    device: describeDevice(row.userAgent),
    address: row.lastAddress ?? row.address,
    method: row.method,
    hasSecondFactor: row.secondFactorAt !== null,
    tenant: row.tenant.name,
    createdAt: row.createdAt.getTime(),
    lastSeenAt: (row.lastSeenAt ?? row.createdAt).getTime(),
    expiresAt: row.expiresAt.getTime(),
  }));
  return [...sessions.filter(({ isCurrent }) => isCurrent), ...sessions.filter(({ isCurrent }) => !isCurrent)];
}

/** Ends one session of the caller's, at once and on open sockets too. Throws `not_found`. */
export async function endOwnSession(database: Database, caller: Caller, id: string): Promise<void> {
  const { id: userId } = personOf(caller);
  await changeOwn(database, caller, 'session.revoke', async (tx) => {
    const { count } = await tx.session.updateMany({ where: { id, userId, revokedAt: null }, data: { revokedAt: new Date(caller.now) } });
    if (count === 0) throw new AppError('not_found', 'You have no open session with this id.');
    return { result: undefined, before: null, after: { session: id } };
  });
}

/** Ends all sessions of the caller's but the one that asks. */
export async function endOtherSessions(database: Database, caller: Caller): Promise<{ endedSessions: number }> {
  const { id: userId, sessionId } = personOf(caller);
  return changeOwn(database, caller, 'session.revoke', async (tx) => {
    const { count } = await tx.session.updateMany({ where: { userId, id: { not: sessionId }, revokedAt: null }, data: { revokedAt: new Date(caller.now) } });
    return { result: { endedSessions: count }, before: null, after: { endedSessions: count } };
  });
}
