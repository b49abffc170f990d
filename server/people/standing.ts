import type { Role } from '@/lib/auth/permissions';
import { RuleRefusal } from '@/lib/auth/refusal';
import { AppError } from '@/lib/errors';
import { refusalOfLastOwner } from '@/lib/people/rights';
import type { Transaction } from '@/server/database/database';
import { assertOwnerCanSignIn } from '@/server/sso/owner-can-sign-in';
import type { MemberRow } from './member-view';

interface Next {
  role?: Role;
  customRoleId?: string | null;
  deactivatedAt?: Date | null;
}

/** Writes a member's role or state. `version` is that the change was made from. Throws `conflict` when it is not so any more, and for the last active owner. */
export async function storeStanding(tx: Transaction, row: MemberRow, version: number, next: Next): Promise<void> {
  const { tenantId, userId } = row;
  const deactivatedAt = next.deactivatedAt === undefined ? row.deactivatedAt : next.deactivatedAt;
  await keepAnOwner(tx, row, { role: next.role ?? row.role, isActive: deactivatedAt === null });
  const { count } = await tx.membership.updateMany({ where: { tenantId, userId, version }, data: { ...next, version: version + 1 } });
  if (count === 0) throw new AppError('conflict', `${row.user.email} was changed by somebody else in the meantime. Load the list again and repeat the change.`);
  if (row.role === 'OWNER') await assertOwnerCanSignIn(tx, tenantId);
}

/** Ends the sessions of a member in the tenant and takes back the invitations that they made: what is left open would outlive what the person may do. Returns how many sessions ended. */
export async function endAccess(tx: Transaction, { tenantId, userId }: Pick<MemberRow, 'tenantId' | 'userId'>, now: number): Promise<number> {
  await revokeInvitationsBy(tx, tenantId, userId, now);
  const { count } = await tx.session.updateMany({ where: { tenantId, userId, revokedAt: null }, data: { revokedAt: new Date(now) } });
  return count;
}

/** Takes back the open invitations that somebody made. */
export async function revokeInvitationsBy(tx: Transaction, tenantId: string, userId: string, now: number): Promise<void> {
  await tx.$executeRaw`update invitations set revoked_at = ${new Date(now)} where tenant_id = ${tenantId}::uuid and invited_by ->> 'id' = ${userId} and accepted_at is null and revoked_at is null`;
}

/**
 * Removes a member from the tenant: what they did stays under their name in the audit trail, in alerts and in incidents. Who belongs to no tenant any more keeps the bare name: password,
 * second factors and identities go, so that nothing of them can sign in. Throws `conflict` for the last active owner.
 */
export async function removeStanding(tx: Transaction, row: MemberRow, now: number): Promise<void> {
  const { tenantId, userId } = row;
  await keepAnOwner(tx, row, null);
  await endAccess(tx, row, now);
  const own = { where: { tenantId, userId } };
  await tx.pushSubscription.deleteMany(own);
  await tx.incidentViewer.deleteMany(own);
  await tx.incidentWatcher.deleteMany(own);
  await tx.membership.delete({ where: { tenantId_userId: { tenantId, userId } } });
  if (row.role === 'OWNER') await assertOwnerCanSignIn(tx, tenantId);
  if ((await tx.membership.count({ where: { userId } })) > 0) return;
  const theirs = { where: { userId } };
  await tx.userFactor.deleteMany(theirs);
  await tx.recoveryCode.deleteMany(theirs);
  await tx.userIdentity.deleteMany(theirs);
  await tx.userContact.deleteMany(theirs);
  await tx.userToken.deleteMany(theirs);
  await tx.session.deleteMany(theirs);
  await tx.user.update({ where: { id: userId }, data: { passwordHash: null, version: { increment: 1 } } });
}

async function keepAnOwner(tx: Transaction, { tenantId, role, deactivatedAt, user }: MemberRow, next: { role: Role; isActive: boolean } | null): Promise<void> {
  await tx.$executeRaw`select 1 from memberships where tenant_id = ${tenantId}::uuid and role = 'OWNER' for update`;
  const owners = await tx.membership.count({ where: { tenantId, role: 'OWNER', deactivatedAt: null } });
  const refusal = refusalOfLastOwner(user.email, { role, isActive: deactivatedAt === null }, next, owners);
  if (refusal !== null) throw new RuleRefusal('conflict', refusal);
}
