import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { refusalToGive, refusalToTouch } from '@/lib/people/rights';
import type { GivenRole, Member } from '@/lib/people/schemas';
import type { Database, Transaction } from '@/server/database/database';
import { changeBy, changePeople } from './change-people';
import { handOf, refuse } from './hand';
import { memberRowOf, memberViewOf, type MemberRow } from './member-view';
import { addedBy } from './roles';
import { endAccess, removeStanding, revokeInvitationsBy, storeStanding } from './standing';

interface Verbs {
  database: Database;
}

/** Changes the role of a member, at once. Throws `not_found`, `forbidden` by the rules of lib/people/rights.ts, `conflict` for another version and for the last active owner, `invalid` for a custom role that there is not. */
export function setMemberRole({ database }: Verbs, caller: Caller, id: string, { version, given }: { version: number; given: GivenRole }): Promise<Member> {
  return changePeople(database, changeBy(caller), 'member.role', async (tx) => {
    const { row, hand } = await touched(tx, caller, id);
    const custom = await addedBy(tx, caller.tenant.id, given.customRoleId, 'body.given.customRoleId');
    refuse(refusalToGive(hand, { role: given.role, added: custom?.permissions ?? [] }));
    await storeStanding(tx, row, version, { role: given.role, customRoleId: given.customRoleId });
    if (row.role !== given.role || row.customRoleId !== given.customRoleId) await revokeInvitationsBy(tx, caller.tenant.id, id, caller.now);
    return { result: await memberViewOf(tx, caller.tenant.id, id, caller.now), before: heldBy(row), after: { email: row.user.email, role: given.role, customRole: custom?.name ?? null } };
  });
}

/** Deactivates a member, whose sessions end at once, or activates them again. Throws as setMemberRole. */
export function setMemberActive({ database }: Verbs, caller: Caller, id: string, { version, isActive }: { version: number; isActive: boolean }): Promise<Member> {
  return changePeople(database, changeBy(caller), isActive ? 'member.activate' : 'member.deactivate', async (tx) => {
    const { row, hand } = await touched(tx, caller, id);
    if (isActive) refuse(refusalToGive(hand, { role: row.role, added: row.customRole?.permissions ?? [] }));
    await storeStanding(tx, row, version, { deactivatedAt: isActive ? null : (row.deactivatedAt ?? new Date(caller.now)) });
    if (!isActive) await endAccess(tx, row, caller.now);
    const state = (of: boolean) => ({ email: row.user.email, state: of ? 'active' : 'deactivated' });
    return { result: await memberViewOf(tx, caller.tenant.id, id, caller.now), before: state(row.deactivatedAt === null), after: state(isActive) };
  });
}

/** Removes a member from the caller's tenant. Throws as setMemberRole. */
export function removeMember({ database }: Verbs, caller: Caller, id: string): Promise<void> {
  return changePeople(database, changeBy(caller), 'member.remove', async (tx) => {
    const { row } = await touched(tx, caller, id);
    await removeStanding(tx, row, caller.now);
    return { result: undefined, before: heldBy(row), after: null };
  });
}

/** Ends all sessions of a member in the caller's tenant and returns how many. Throws `not_found` and `forbidden`. */
export function endMemberSessions({ database }: Verbs, caller: Caller, id: string): Promise<number> {
  return changePeople(database, changeBy(caller), 'session.revoke', async (tx) => {
    const { row } = await touched(tx, caller, id);
    const { count } = await tx.session.updateMany({ where: { tenantId: caller.tenant.id, userId: id, revokedAt: null }, data: { revokedAt: new Date(caller.now) } });
    return { result: count, before: null, after: { email: row.user.email, sessions: count } };
  });
}

/** Makes another active member OWNER and the caller, an OWNER, ADMIN. Throws `forbidden`, `not_found`, `invalid` unless the tenant's name is typed, and `conflict` for who is OWNER already or deactivated. */
export function transferOwnership({ database }: Verbs, caller: Caller, id: string, tenantName: string): Promise<Member> {
  const { actor, tenant, now } = caller;
  return changePeople(database, changeBy(caller), 'owner.transfer', async (tx) => {
    const hand = await handOf(tx, caller);
    if (actor.kind !== 'user' || hand.role !== 'OWNER') throw new AppError('forbidden', 'Only an OWNER can transfer the ownership.');
    const row = await memberRowOf(tx, tenant.id, id);
    if (tenantName.trim() !== tenant.name) throw invalid('body.tenantName', `Type ${tenant.name} to confirm.`);
    if (row.deactivatedAt) throw new AppError('conflict', `${row.user.email} is deactivated. Activate them first.`);
    if (row.role === 'OWNER') throw new AppError('conflict', `${row.user.email} is an OWNER already. Change your own role instead.`);
    const own = await memberRowOf(tx, tenant.id, actor.id);
    await storeStanding(tx, row, row.version, { role: 'OWNER', customRoleId: null });
    await storeStanding(tx, own, own.version, { role: 'ADMIN', customRoleId: null });
    await revokeInvitationsBy(tx, tenant.id, actor.id, now);
    return { result: await memberViewOf(tx, tenant.id, id, now), before: { owner: own.user.email }, after: { owner: row.user.email, admin: own.user.email } };
  });
}

async function touched(tx: Transaction, caller: Caller, id: string) {
  const hand = await handOf(tx, caller);
  const row = await memberRowOf(tx, caller.tenant.id, id);
  const isSelf = caller.actor.kind === 'user' && caller.actor.id === id;
  refuse(refusalToTouch(hand, { role: row.role, added: row.customRole?.permissions ?? [] }, isSelf));
  return { hand, row };
}

function heldBy({ user, role, customRole }: MemberRow) {
  return { email: user.email, role, customRole: customRole?.name ?? null };
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
