import { AppError } from '@/lib/errors';
import type { Role } from '@/lib/auth/permissions';
import type { TenantRef } from '@/lib/tenants';
import { record, type AuditRecord } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import { hashPassword } from './passwords';

/** Who changes something, for the audit trail. */
export type Change = Pick<AuditRecord, 'actor' | 'requestId' | 'now'>;

export interface NewUser {
  email: string;
  name: string | null;
  role: Role;
  password: string;
}

/** Adds a person to a tenant. Throws `conflict` when the email is taken. */
export async function addUser(database: Database, tenant: TenantRef, input: NewUser, change: Change): Promise<void> {
  const passwordHash = await hashPassword(input.password);
  await database.transaction({ kind: 'auth' }, async (tx) => {
    // Two at the same moment: the second waits for the first, and then adds nothing.
    const { count } = await tx.user.createMany({ data: { email: input.email, name: input.name, passwordHash }, skipDuplicates: true });
    if (count === 0) throw new AppError('conflict', `There is already a user ${input.email}. Use users role to change the role.`);
    const user = await tx.user.findUniqueOrThrow({ where: { email: input.email } });
    await tx.membership.create({ data: { tenantId: tenant.id, userId: user.id, role: input.role } });
    await record(tx, tenant, { ...change, action: 'member.create', before: null, after: { email: input.email, role: input.role } });
  });
}

/** Changes a role. Throws `not_found`, or `conflict` for the last owner, who cannot be demoted. */
export async function setRole(database: Database, tenant: TenantRef, email: string, role: Role, change: Change): Promise<void> {
  await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const member = await memberOf(tx, tenant, email);
    await tx.$executeRaw`select 1 from memberships where tenant_id = ${tenant.id}::uuid and role = 'OWNER' for update`;
    const owners = await tx.membership.count({ where: { tenantId: tenant.id, role: 'OWNER' } });
    if (member.role === 'OWNER' && role !== 'OWNER' && owners === 1) {
      throw new AppError('conflict', `${email} is the last owner. Make somebody else OWNER first.`);
    }
    const where = { tenantId: tenant.id, userId: member.userId, role: member.role };
    const { count } = await tx.membership.updateMany({ where, data: { role } });
    if (count === 0) throw new AppError('conflict', `The role of ${email} was changed by somebody else at this moment. Try again.`);
    await record(tx, tenant, { ...change, action: 'member.role', before: { email, role: member.role }, after: { email, role } });
  });
}

/** Ends every session of a person in a tenant and returns how many. */
export async function endSessionsOf(database: Database, tenant: TenantRef, email: string, change: Change): Promise<number> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const member = await memberOf(tx, tenant, email);
    const { count } = await tx.session.updateMany({
      where: { tenantId: tenant.id, userId: member.userId, revokedAt: null },
      data: { revokedAt: new Date(change.now) },
    });
    await record(tx, tenant, { ...change, action: 'session.revoke', before: null, after: { email, sessions: count } });
    return count;
  });
}

async function memberOf(tx: Transaction, tenant: TenantRef, email: string): Promise<{ userId: string; role: Role }> {
  const member = await tx.membership.findFirst({ where: { tenantId: tenant.id, user: { email } } });
  if (!member) throw new AppError('not_found', `Nobody with the email ${email} belongs to this tenant.`);
  return { userId: member.userId, role: member.role };
}
