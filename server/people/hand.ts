import type { Caller } from '@/lib/context';
import { permissionsOf } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import type { Hand } from '@/lib/people/rights';
import type { Transaction } from '@/server/database/database';

/** What the caller holds at this moment, read anew: a role that was taken away a moment ago changes nobody any more. Throws `forbidden` to who is no active member. */
export async function handOf(tx: Transaction, { tenant, actor, permissions }: Caller): Promise<Hand> {
  if (actor.kind !== 'user') return { role: null, permissions };
  const membership = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId: tenant.id, userId: actor.id } }, include: { customRole: { select: { permissions: true } } } });
  if (!membership || membership.deactivatedAt) throw new AppError('forbidden', `You are no active member of ${tenant.name} any more.`);
  const held = permissionsOf(membership.role, membership.customRole?.permissions);
  if (!held.includes('monitoring.people.update')) throw new AppError('forbidden', 'Your role does not hold monitoring.people.update any more.');
  return { role: membership.role, permissions: held };
}

/** Throws `forbidden` with a refusal, if there is one. */
export function refuse(refusal: string | null): void {
  if (refusal !== null) throw new AppError('forbidden', refusal);
}
