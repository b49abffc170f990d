import { roles } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { SettingsOf } from '@/lib/settings/sections';
import type { SignInAnswer } from '@/lib/sso/api';
import type { Transaction } from '@/server/database/database';
import type { Runtime } from '@/server/runtime';
import { saveSettings, settingsIn } from '@/server/settings/settings';
import { canOwnerDoWithoutPassword } from './owner-can-sign-in';

type SignIn = SettingsOf<'sign-in'>;

/** How people of the caller's tenant sign in. */
export function readSignIn({ database }: Pick<Runtime, 'database'>, { tenant }: Caller): Promise<SignInAnswer> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const { version, settings } = await settingsIn(tx, tenant.id, 'sign-in');
    return { version, settings, roles: await countByRole(tx, tenant.id), canDoWithoutPassword: await canOwnerDoWithoutPassword(tx, tenant.id) };
  });
}

/** Changes it. Throws `conflict` for a stale version or when owners would be locked out, `forbidden` for who is no owner where it takes one. */
export async function updateSignIn(runtime: Pick<Runtime, 'database'>, caller: Caller, input: { version: number; settings: SignIn }): Promise<SignInAnswer> {
  await saveSettings(runtime.database, caller, 'sign-in', input, (tx, before) => checkSignIn(tx, caller, before.settings, input.settings));
  return readSignIn(runtime, caller);
}

/** Refuses, in the transaction of a change, what the caller may not change and what would lock the owners out. */
async function checkSignIn(tx: Transaction, { actor, tenant }: Pick<Caller, 'actor' | 'tenant'>, before: SignIn, after: SignIn): Promise<void> {
  const isOwner = actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'OWNER');
  const concernsOwners = before.secondFactorFor.includes('OWNER') !== after.secondFactorFor.includes('OWNER');
  if (concernsOwners && !isOwner) throw new AppError('forbidden', 'Only an owner decides whether owners need a second factor.');
  if (before.isPasswordOn === after.isPasswordOn) return;
  if (!isOwner) throw new AppError('forbidden', 'Only an owner switches passwords on or off.');
  if (!after.isPasswordOn && !(await canOwnerDoWithoutPassword(tx, tenant.id))) {
    throw new AppError('conflict', 'Passwords stay on: no owner can sign in without one yet. Add a passkey to the account of an owner, or sign in once by a provider, then try again.');
  }
}

async function countByRole(tx: Transaction, tenantId: string): Promise<SignInAnswer['roles']> {
  const isActive = { tenantId, deactivatedAt: null };
  const all = await tx.membership.groupBy({ by: ['role'], where: isActive, _count: true });
  const without = await tx.membership.groupBy({ by: ['role'], where: { ...isActive, user: { factors: { none: { confirmedAt: { not: null } } } } }, _count: true });
  const countOf = (counted: typeof all, role: string) => counted.find((each) => each.role === role)?._count ?? 0;
  return roles.map((role) => ({ role, people: countOf(all, role), withoutSecondFactor: countOf(without, role) }));
}
