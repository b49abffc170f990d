import type { SecondFactors } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database, Transaction } from '@/server/database/database';
import { settingsIn } from '@/server/settings/settings';
import { keepOwnersIn } from './keep-owners-in';
import { changeOwn, lockPerson, personOf, type AccountWorld } from './own';
import { proofOf, requireProof } from './proof';
import { makeRecoveryCodes, recoveryCodesLeft } from './recovery-codes';
import { hasSecondFactor } from './second-factor';
import { tell } from './tell';

/** The second factors of the caller that count, and whether they may be changed now. */
export function readFactors(database: Database, caller: Caller): Promise<SecondFactors> {
  const { id: userId, sessionId } = personOf(caller);
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const rows = await tx.userFactor.findMany({ where: { userId, confirmedAt: { not: null } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
    const session = await tx.session.findUnique({ where: { id: sessionId }, select: { secondFactorAt: true, tenantId: true } });
    const kinds = new Set(rows.map(({ kind }) => kind));
    const isPasswordEnough = user.passwordHash !== null && (rows.length === 0 || session?.secondFactorAt !== null);
    return {
      factors: rows.map(({ id, kind, name, createdAt, lastUsedAt }) => ({ id, kind: kind === 'passkey' ? 'passkey' : 'totp', name, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null })),
      recoveryCodesLeft: await recoveryCodesLeft(tx, userId),
      proof: {
        freshUntil: await proofOf(tx, caller),
        by: [...(isPasswordEnough ? ['password' as const] : []), ...(kinds.size > 0 ? ['code' as const] : []), ...(kinds.has('passkey') ? ['passkey' as const] : [])],
      },
      isDemanded: session?.secondFactorAt === null && (await demandedBy(tx, userId, session.tenantId)) !== null,
    };
  });
}

/** Removes a second factor. With the last one go the recovery codes. Throws `not_found`, `forbidden` without a fresh proof, `conflict` for the last one where it is demanded. */
export async function removeFactor(world: AccountWorld, caller: Caller, id: string): Promise<void> {
  const { id: userId, email } = personOf(caller);
  const { kind, name } = await changeOwn(world.database, caller, 'factor.delete', async (tx) => {
    await lockPerson(tx, userId);
    const factor = await tx.userFactor.findFirst({ where: { id, userId }, select: { id: true, kind: true, name: true, confirmedAt: true } });
    if (!factor) throw new AppError('not_found', 'You have no second factor with this id.');
    await requireProof(tx, caller);
    await tx.userFactor.delete({ where: { id } });
    if (factor.confirmedAt && !(await hasSecondFactor(tx, userId))) await endSecondFactors(tx, userId);
    if (factor.kind === 'passkey') await keepOwnersIn(tx, userId);
    return { result: factor, before: { id, kind: factor.kind, name: factor.name }, after: null };
  });
  tell(world, caller.tenant, { to: email, subject: 'A second factor was removed from your account', text: `${kind === 'totp' ? 'The authenticator app' : 'The passkey'} "${name}" was removed from your account.` });
}

/** Makes new recovery codes in place of those of before. Throws `conflict` without a second factor, `forbidden` without a fresh proof. */
export async function renewRecoveryCodes(world: AccountWorld, caller: Caller): Promise<{ recoveryCodes: string[] }> {
  const { id: userId, email } = personOf(caller);
  const recoveryCodes = await changeOwn(world.database, caller, 'factor.recovery', async (tx) => {
    await lockPerson(tx, userId);
    if (!(await hasSecondFactor(tx, userId))) throw new AppError('conflict', 'Recovery codes stand in for a second factor. Add one first.');
    await requireProof(tx, caller);
    const codes = await makeRecoveryCodes(tx, world.sealer, userId, caller.now);
    return { result: codes, before: null, after: { codes: codes.length } };
  });
  tell(world, caller.tenant, { to: email, subject: 'New recovery codes were made', text: 'New recovery codes were made for your account. Those of before work no more.' });
  return { recoveryCodes };
}

async function endSecondFactors(tx: Transaction, userId: string): Promise<void> {
  const name = await demandedBy(tx, userId);
  if (name !== null) throw new AppError('conflict', `${name} asks for a second factor. Add another one before you remove this.`);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.session.updateMany({ where: { userId }, data: { secondFactorAt: null } });
}

/** The name of a tenant of the person, or of the one given, that asks for a second factor in the person's role; null: none does. */
async function demandedBy(tx: Transaction, userId: string, tenantId?: string): Promise<string | null> {
  const members = await tx.membership.findMany({ where: { userId, tenantId, deactivatedAt: null }, include: { tenant: { select: { name: true } } }, take: 100 });
  for (const member of members) {
    const { settings } = await settingsIn(tx, member.tenantId, 'sign-in');
    if (settings.secondFactorFor.includes(member.role)) return member.tenant.name;
  }
  return null;
}
