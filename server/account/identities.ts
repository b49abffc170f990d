import type { LinkedIdentity } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isUsable } from '@/lib/sso/providers';
import type { Database, Transaction } from '@/server/database/database';
import { settingsIn } from '@/server/settings/settings';
import { providersIn } from '@/server/sso/load-providers';
import { keepOwnersIn } from './keep-owners-in';
import { changeOwn, lockPerson, personOf, type AccountWorld } from './own';
import { tell } from './tell';

const mostShown = 100;

/** The accounts at providers that the caller signs in by, the first linked first. */
export async function listIdentities(database: Database, caller: Caller): Promise<LinkedIdentity[]> {
  const { id: userId } = personOf(caller);
  const rows = await database.transaction({ kind: 'auth' }, (tx) => tx.userIdentity.findMany({ where: { userId }, orderBy: [{ createdAt: 'asc' }, { subject: 'asc' }], take: mostShown }));
  return rows.map(({ provider, email, createdAt, lastUsedAt }) => ({ provider, email, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null }));
}

/** Ends signing in by what is linked at a provider. Throws `not_found`, and `conflict` for the last way in, the caller's own or that of the owners of an organisation. */
export async function unlinkIdentity(world: AccountWorld, caller: Caller, provider: string): Promise<void> {
  const { id: userId, email } = personOf(caller);
  await changeOwn(world.database, caller, 'identity.unlink', async (tx) => {
    await lockPerson(tx, userId);
    const { count } = await tx.userIdentity.deleteMany({ where: { userId, provider } });
    if (count === 0) throw new AppError('not_found', 'You are not linked with this provider.');
    if (!(await hasWayIn(tx, world, userId))) throw new AppError('conflict', 'This is your only way to sign in. Set a password or add a passkey first.');
    await keepOwnersIn(tx, userId);
    return { result: undefined, before: { provider }, after: null };
  });
  tell(world, caller.tenant, { to: email, subject: 'A provider was unlinked from your account', text: `Signing in to your account by ${provider} is not possible any more.` });
}

async function hasWayIn(tx: Transaction, world: AccountWorld, userId: string): Promise<boolean> {
  if (await tx.userFactor.findFirst({ where: { userId, kind: 'passkey', confirmedAt: { not: null } }, select: { id: true } })) return true;
  const provider = { in: (await providersIn(tx, world)).filter(isUsable).map(({ key }) => key) };
  if (await tx.userIdentity.findFirst({ where: { userId, provider }, select: { userId: true } })) return true;
  const { passwordHash } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  if (passwordHash === null) return false;
  const memberships = await tx.membership.findMany({ where: { userId, deactivatedAt: null }, select: { tenantId: true }, take: 100 });
  for (const { tenantId } of memberships) if ((await settingsIn(tx, tenantId, 'sign-in')).settings.isPasswordOn) return true;
  return false;
}
