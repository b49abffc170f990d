import type { Caller } from '@/lib/context';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import { refusalToGrant } from '@/lib/people/rights';
import { peopleLimits, type CustomRole, type CustomRoleInput } from '@/lib/people/schemas';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { changeBy, changePeople } from './change-people';
import { handOf, refuse } from './hand';
import { endInvitationsBeyond } from './inviter';

interface Verbs {
  database: Database;
}

const mostNames = 5;

const include = (now: number) =>
  ({
    memberships: { select: { user: { select: { name: true, email: true } } }, orderBy: { createdAt: 'asc' }, take: mostNames },
    _count: { select: { memberships: true, invitations: { where: { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(now) } } } } },
  }) as const satisfies Prisma.CustomRoleInclude;

type Row = Prisma.CustomRoleGetPayload<{ include: ReturnType<typeof include> }>;

/** The custom roles of the caller's tenant, by name. */
export function listRoles({ database }: Verbs, { tenant, now }: Caller): Promise<{ roles: CustomRole[] }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.customRole.findMany({ where: { tenantId: tenant.id }, include: include(now), orderBy: { name: 'asc' }, take: peopleLimits.customRoles });
    return { roles: rows.map(viewOf) };
  });
}

/** Makes a role. Throws `forbidden` for permissions that the caller does not hold, `conflict` for a name that is taken and for one role too many. */
export function createRole({ database }: Verbs, caller: Caller, input: CustomRoleInput): Promise<CustomRole> {
  const { tenant, now } = caller;
  return changePeople(database, changeBy(caller), 'role.create', async (tx) => {
    refuse(refusalToGrant(await handOf(tx, caller), input.permissions));
    if ((await tx.customRole.count({ where: { tenantId: tenant.id } })) >= peopleLimits.customRoles) throw new AppError('conflict', `There are ${peopleLimits.customRoles} custom roles already. Delete one first.`);
    await refuseTaken(tx, tenant.id, input.name, null);
    const row = await tx.customRole.create({ data: { tenantId: tenant.id, ...input, createdAt: new Date(now), updatedAt: new Date(now) }, include: include(now) });
    return { result: viewOf(row), before: null, after: input };
  });
}

/** Changes a role, at once for all who have it; invitations that give more than who made them may give by now end. Throws as createRole, `not_found`, and `conflict` for another version. */
export function updateRole({ database }: Verbs, caller: Caller, id: string, { version, role }: { version: number; role: CustomRoleInput }): Promise<CustomRole> {
  const { tenant, now } = caller;
  return changePeople(database, changeBy(caller), 'role.update', async (tx) => {
    const before = await rowOf(tx, tenant.id, id, now);
    refuse(refusalToGrant(await handOf(tx, caller), [...new Set([...known(before), ...role.permissions])]));
    await refuseTaken(tx, tenant.id, role.name, id);
    const { count } = await tx.customRole.updateMany({ where: { id, tenantId: tenant.id, version }, data: { ...role, version: version + 1, updatedAt: new Date(now) } });
    if (count === 0) throw new AppError('conflict', 'This role was changed by somebody else in the meantime. Load it again and repeat the change.');
    const ended = await endInvitationsBeyond(tx, tenant.id, now);
    return { result: viewOf(await rowOf(tx, tenant.id, id, now)), before: inputOf(before), after: { ...role, ...(ended.length > 0 ? { endedInvitations: ended } : {}) } };
  });
}

/** Deletes a role that nobody has. Throws `not_found`, `forbidden`, and `conflict` that names who has it. */
export function deleteRole({ database }: Verbs, caller: Caller, id: string): Promise<void> {
  const { tenant, now } = caller;
  return changePeople(database, changeBy(caller), 'role.delete', async (tx) => {
    const row = await rowOf(tx, tenant.id, id, now);
    refuse(refusalToGrant(await handOf(tx, caller), known(row)));
    const { members, invitations, usedBy } = viewOf(row);
    if (members > 0) throw new AppError('conflict', `${usedBy.join(', ')}${members > usedBy.length ? ` and ${members - usedBy.length} more` : ''} ${members === 1 ? 'has' : 'have'} this role. Give them another one first.`);
    if (invitations > 0) throw new AppError('conflict', 'An open invitation is to this role. Revoke it first.');
    await tx.customRole.delete({ where: { id } });
    return { result: undefined, before: inputOf(row), after: null };
  });
}

/** The custom role with this id, or null for none. Throws `invalid` at `path` for one that there is not. */
export async function addedBy(tx: Transaction, tenantId: string, id: string | null, path: string): Promise<{ name: string; permissions: string[] } | null> {
  if (id === null) return null;
  const row = await tx.customRole.findFirst({ where: { id, tenantId }, select: { name: true, permissions: true } });
  if (!row) throw new AppError('invalid', `${path}: There is no custom role with this id.`, { issues: [{ path, message: 'There is no custom role with this id.' }] });
  return row;
}

async function rowOf(tx: Transaction, tenantId: string, id: string, now: number): Promise<Row> {
  const row = await tx.customRole.findFirst({ where: { id, tenantId }, include: include(now) });
  if (!row) throw new AppError('not_found', 'There is no custom role with this id.');
  return row;
}

async function refuseTaken(tx: Transaction, tenantId: string, name: string, but: string | null): Promise<void> {
  const taken = await tx.customRole.findFirst({ where: { tenantId, name, ...(but === null ? {} : { NOT: { id: but } }) }, select: { id: true } });
  if (taken) throw new AppError('conflict', `There is a role “${name}” already. Give another name.`);
}

/** What is no permission any more counts for nothing. */
function known(row: Pick<Row, 'permissions'>): Permission[] {
  return permissions.filter((each) => row.permissions.includes(each));
}

function inputOf(row: Row) {
  return { name: row.name, description: row.description, permissions: known(row) };
}

function viewOf(row: Row): CustomRole {
  const usedBy = row.memberships.map(({ user }) => user.name ?? user.email);
  return { id: row.id, ...inputOf(row), version: row.version, usedBy, members: row._count.memberships, invitations: row._count.invitations };
}
