import { AppError } from '@/lib/errors';
import type { Role } from '@/lib/auth/permissions';
import type { TenantRef } from '@/lib/tenants';
import type { AuditRecord } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import { changePeople } from '@/server/people/change-people';
import { memberInclude, type MemberRow } from '@/server/people/member-view';
import { endAccess, removeStanding, revokeInvitationsBy, storeStanding } from '@/server/people/standing';
import { hashPassword } from './passwords';

/** Who changes something, for the audit trail. */
export type Change = Pick<AuditRecord, 'actor' | 'requestId' | 'now'>;

export interface NewUser {
  email: string;
  name: string | null;
  role: Role;
  password: string;
}

interface ListedUser {
  email: string;
  name: string | null;
  role: Role;
  customRole: string | null;
  isActive: boolean;
}

const mostListed = 10_000;

/** Adds a person to a tenant; one who was removed everywhere comes back with the new password. Throws `conflict` when the email is taken. */
export async function addUser(database: Database, tenant: TenantRef, input: NewUser, change: Change): Promise<void> {
  const passwordHash = await hashPassword(input.password);
  await changePeople(database, { ...change, tenant }, 'member.create', async (tx) => {
    const { email, name, role } = input;
    const data = { name, passwordHash, passwordChangedAt: new Date(change.now), isEmailProven: true };
    const { count: returned } = await tx.user.updateMany({ where: { email, passwordHash: null, memberships: { none: {} } }, data: { ...data, version: { increment: 1 } } });
    // Two at the same moment: the second waits for the first, and then adds nothing.
    const { count: made } = returned === 1 ? { count: 1 } : await tx.user.createMany({ data: { email, ...data }, skipDuplicates: true });
    if (made === 0) throw new AppError('conflict', `There is already a user ${email}. Use users role to change the role, or an invitation to add them to another tenant.`);
    const user = await tx.user.findUniqueOrThrow({ where: { email } });
    await tx.membership.create({ data: { tenantId: tenant.id, userId: user.id, role } });
    return { result: undefined, before: null, after: { email, role } };
  });
}

/** The people of a tenant, by email. */
export function listUsers(database: Database, tenant: TenantRef): Promise<ListedUser[]> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.membership.findMany({ where: { tenantId: tenant.id }, include: memberInclude, orderBy: { user: { email: 'asc' } }, take: mostListed });
    return rows.map(({ user: { email, name }, role, customRole, deactivatedAt }) => ({ email, name, role, customRole: customRole?.name ?? null, isActive: deactivatedAt === null }));
  });
}

/** Changes a role; OWNER and ADMIN have no custom role besides. Throws `not_found`, or `conflict` for the last active owner, who cannot be demoted. */
export async function setRole(database: Database, tenant: TenantRef, email: string, role: Role, change: Change): Promise<void> {
  await changePeople(database, { ...change, tenant }, 'member.role', async (tx) => {
    const member = await memberOf(tx, tenant, email);
    const isAbove = role === 'OWNER' || role === 'ADMIN';
    await storeStanding(tx, member, member.version, isAbove ? { role, customRoleId: null } : { role });
    if (role !== member.role) await revokeInvitationsBy(tx, tenant.id, member.userId, change.now);
    return { result: undefined, before: { email, role: member.role }, after: { email, role } };
  });
}

/** Deactivates a person, whose sessions end at once. Throws `not_found`, or `conflict` for the last active owner. */
export async function deactivateUser(database: Database, tenant: TenantRef, email: string, change: Change): Promise<void> {
  await changePeople(database, { ...change, tenant }, 'member.deactivate', async (tx) => {
    const member = await memberOf(tx, tenant, email);
    await storeStanding(tx, member, member.version, { deactivatedAt: member.deactivatedAt ?? new Date(change.now) });
    await endAccess(tx, member, change.now);
    const before = { email, state: member.deactivatedAt ? 'deactivated' : 'active' };
    return { result: undefined, before, after: { email, state: 'deactivated' } };
  });
}

/** Removes a person from a tenant; what they did stays. Throws `not_found`, or `conflict` for the last active owner. */
export async function removeUser(database: Database, tenant: TenantRef, email: string, change: Change): Promise<void> {
  await changePeople(database, { ...change, tenant }, 'member.remove', async (tx) => {
    const member = await memberOf(tx, tenant, email);
    await removeStanding(tx, member, change.now);
    return { result: undefined, before: { email, role: member.role }, after: null };
  });
}

/** Ends every session of a person in a tenant and returns how many. */
export async function endSessionsOf(database: Database, tenant: TenantRef, email: string, change: Change): Promise<number> {
  return changePeople(database, { ...change, tenant }, 'session.revoke', async (tx) => {
    const member = await memberOf(tx, tenant, email);
    const { count } = await tx.session.updateMany({
      where: { tenantId: tenant.id, userId: member.userId, revokedAt: null },
      data: { revokedAt: new Date(change.now) },
    });
    return { result: count, before: null, after: { email, sessions: count } };
  });
}

async function memberOf(tx: Transaction, tenant: TenantRef, email: string): Promise<MemberRow> {
  const member = await tx.membership.findFirst({ where: { tenantId: tenant.id, user: { email } }, include: memberInclude });
  if (!member) throw new AppError('not_found', `Nobody with the email ${email} belongs to this tenant.`);
  return member;
}
