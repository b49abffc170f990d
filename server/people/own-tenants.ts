import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { OwnTenant } from '@/lib/people/schemas';
import { record } from '@/server/audit/record';
import type { Database } from '@/server/database/database';
import { settingsIn } from '@/server/settings/settings';

interface Verbs {
  database: Database;
}

const mostTenants = 100;
const dayMs = 86_400_000;

/** The tenants in which the signed-in person is an active member, by name. */
export function listOwnTenants({ database }: Verbs, { actor, tenant }: Caller): Promise<{ tenants: OwnTenant[] }> {
  if (actor.kind !== 'user') throw notAPerson();
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const rows = await tx.membership.findMany({ where: { userId: actor.id, deactivatedAt: null }, select: { role: true, tenant: { select: { id: true, name: true } } }, orderBy: { tenant: { name: 'asc' } }, take: mostTenants });
    return { tenants: rows.map(({ role, tenant: { id, name } }) => ({ id, name, role, isCurrent: id === tenant.id })) };
  });
}

/**
 * Moves the caller's session into another tenant of theirs, whose rules of signing in hold from then on: a second factor that it asks for, and how long a session lives. Both tenants write it
 * down. Throws `not_found` where they are no active member, `forbidden` where the tenant does not take a password and the session began with one, `conflict` when the session ended or moved meanwhile.
 */
export function switchTenant({ database }: Verbs, { actor, tenant, now, requestId, address }: Caller, tenantId: string): Promise<{ tenant: OwnTenant }> {
  if (actor.kind !== 'user') throw notAPerson();
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const membership = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId: actor.id } }, include: { tenant: true } });
    if (!membership || membership.deactivatedAt) throw new AppError('not_found', 'You are no active member of a tenant with this id.');
    const to = membership.tenant;
    const result = { tenant: { id: to.id, name: to.name, role: membership.role, isCurrent: true } };
    if (to.id === tenant.id) return result;
    const session = await tx.session.findUnique({ where: { id: actor.sessionId }, select: { method: true, createdAt: true, expiresAt: true } });
    if (!session) throw ended();
    const { settings } = await settingsIn(tx, to.id, 'sign-in');
    if (!settings.isPasswordOn && session.method === 'password') throw new AppError('forbidden', `${to.name} does not take a password. Sign out, and sign in the way it asks for.`);
    const expiresAt = new Date(Math.min(session.expiresAt.getTime(), session.createdAt.getTime() + settings.sessionDays * dayMs));
    if (expiresAt.getTime() <= now) throw new AppError('forbidden', `Sessions of ${to.name} end sooner than this one began. Sign out, and sign in again.`);
    const { count } = await tx.session.updateMany({ where: { id: actor.sessionId, userId: actor.id, tenantId: tenant.id, revokedAt: null, expiresAt: { gt: new Date(now) } }, data: { tenantId: to.id, expiresAt } });
    if (count === 0) throw ended();
    const entry = { actor: { kind: actor.kind, id: actor.id }, requestId, address, now };
    const entries = [
      { of: { id: tenant.id, number: tenant.number }, action: 'session.leave', before: { email: actor.email }, after: null },
      { of: { id: to.id, number: to.number }, action: 'session.enter', before: null, after: { email: actor.email } },
    ];
    // Always in the same order, so that two who swap tenants do not wait for each other.
    entries.sort((a, b) => (a.of.id < b.of.id ? -1 : 1));
    for (const { of, ...each } of entries) await record(tx, of, { ...entry, ...each });
    return result;
  });
}

function ended(): AppError {
  return new AppError('conflict', 'This session ended or went to another tenant in the meantime. Load the page again.');
}

function notAPerson(): AppError {
  return new AppError('forbidden', 'Only a person belongs to tenants.');
}
