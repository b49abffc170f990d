import type { Transaction } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { takeRecoveryCode } from './recovery-codes';
import { stepOfCode } from './totp';

/** Whether the account has a second factor that counts. */
export async function hasSecondFactor(tx: Transaction, userId: string): Promise<boolean> {
  return (await tx.userFactor.count({ where: { userId, confirmedAt: { not: null } } })) > 0;
}

/** Accepts a code of an authenticator app or a recovery code, in the transaction that it lets something happen in; null for one that is wrong or was used. */
export async function acceptCode(tx: Transaction, sealer: Sealer, userId: string, given: string, now: number): Promise<'totp' | 'recovery' | null> {
  const code = given.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code)) return (await takeRecoveryCode(tx, sealer, userId, code, now)) ? 'recovery' : null;
  const factors = await tx.userFactor.findMany({ where: { userId, kind: 'totp', confirmedAt: { not: null } } });
  for (const { id, sealed } of factors) if (await acceptTotp(tx, sealer, { id, sealed }, code, now)) return 'totp';
  return null;
}

/** Accepts six digits of one authenticator app: no step counts twice, and none before one that was used, also of two requests at the same moment (RFC 6238, section 5.2). */
export async function acceptTotp(tx: Transaction, sealer: Sealer, { id, sealed }: { id: string; sealed: string | null }, code: string, now: number): Promise<boolean> {
  const step = sealed === null ? null : stepOfCode(Buffer.from(sealer.open(sealed, totpContext(id)), 'base64url'), code, now);
  if (step === null) return false;
  const { count } = await tx.userFactor.updateMany({
    where: { id, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
    data: { lastStep: step, lastUsedAt: new Date(now) },
  });
  return count === 1;
}

/** Where the secret of an authenticator app may be opened. */
export function totpContext(factorId: string): string {
  return `user_factors ${factorId}`;
}
