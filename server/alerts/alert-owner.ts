import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';

interface Owner {
  id: string;
  name: string;
}

/** Somebody of the tenant, by name. Throws AppError `invalid` for anybody else. */
export async function ownerOf(tx: Transaction, userId: string): Promise<Owner> {
  const member = await tx.membership.findFirst({ where: { userId, deactivatedAt: null }, select: { user: { select: { id: true, name: true, email: true } } } });
  if (!member) throw new AppError('invalid', 'body.ownerId: nobody of this organisation has this id. Name one of its members.', { issues: [{ path: 'body.ownerId', message: 'must be a member of this organisation' }] });
  const { id, name, email } = member.user;
  return { id, name: name ?? email };
}
