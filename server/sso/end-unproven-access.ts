import { lockPerson } from '@/server/account/own';
import type { Transaction } from '@/server/database/database';

/** What ended, for the audit trail. */
type EndedAccess = { hadPassword: boolean; sessions: number; factors: number; addresses: number; browsers: number };

const mostTenants = 1_000;

/**
 * Of an account whose email nobody had proved before, everything by which somebody else could be in it: whoever held the link of its invitation chose the password, and need not be who has the email. From now on the email is proven.
 * Null where it was proven already.
 */
export async function endUnprovenAccess(tx: Transaction, userId: string, now: number): Promise<EndedAccess | null> {
  await lockPerson(tx, userId);
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { isEmailProven: true, passwordHash: true } });
  if (user.isEmailProven) return null;
  const theirs = { where: { userId } };
  const factors = await tx.userFactor.deleteMany(theirs);
  await tx.recoveryCode.deleteMany(theirs);
  await tx.userToken.deleteMany(theirs);
  const addresses = await tx.userContact.deleteMany(theirs);
  const sessions = await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date(now) } });
  await tx.user.update({ where: { id: userId }, data: { passwordHash: null, isEmailProven: true, version: { increment: 1 } } });
  return { hadPassword: user.passwordHash !== null, sessions: sessions.count, factors: factors.count, addresses: addresses.count, browsers: await endPush(tx, userId) };
}

/** Browsers that are notified are seen in the scope of their tenant alone. */
async function endPush(tx: Transaction, userId: string): Promise<number> {
  const memberships = await tx.membership.findMany({ where: { userId }, select: { tenantId: true }, orderBy: { tenantId: 'asc' }, take: mostTenants });
  let ended = 0;
  for (const { tenantId } of memberships) {
    await tx.$executeRaw`select set_config('nines.tenant_id', ${tenantId}, true)`;
    ended += (await tx.pushSubscription.deleteMany({ where: { tenantId, userId } })).count;
  }
  return ended;
}
