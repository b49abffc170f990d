import type { Transaction } from '@/server/database/database';
import { assertOwnerCanSignIn } from '@/server/sso/owner-can-sign-in';

/** To be called after a way to sign in was taken from somebody: it may be the last by which the owners of a tenant without passwords come in. Throws `conflict` then. */
export async function keepOwnersIn(tx: Transaction, userId: string): Promise<void> {
  const owned = await tx.membership.findMany({ where: { userId, role: 'OWNER', deactivatedAt: null }, select: { tenantId: true }, orderBy: { tenantId: 'asc' }, take: 100 });
  for (const { tenantId } of owned) await assertOwnerCanSignIn(tx, tenantId);
}
