import { createHmac, randomBytes } from 'node:crypto';
import { accountLimits } from '@/lib/account/schemas';
import type { Transaction } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { base32 } from './totp';

const bytesOfCode = 10;
const shape = /^[A-Z2-7]{16}$/;

/** Makes ten codes of 80 random bits in place of those of before. Only keyed hashes are stored, by a key that the database does not have. */
export async function makeRecoveryCodes(tx: Transaction, sealer: Sealer, userId: string, now: number): Promise<string[]> {
  const codes = Array.from({ length: accountLimits.recoveryCodes }, () => base32(randomBytes(bytesOfCode)));
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: hashOf(sealer, userId, code), createdAt: new Date(now) })) });
  return codes.map((code) => code.replace(/.{4}(?=.)/g, '$&-').toLowerCase());
}

/** Uses a recovery code up: each counts once, also of two at the same moment. `text` has neither spaces nor dashes. */
export async function takeRecoveryCode(tx: Transaction, sealer: Sealer, userId: string, text: string, now: number): Promise<boolean> {
  const code = text.toUpperCase();
  if (!shape.test(code)) return false;
  const { count } = await tx.recoveryCode.updateMany({ where: { userId, codeHash: hashOf(sealer, userId, code), usedAt: null }, data: { usedAt: new Date(now) } });
  return count === 1;
}

export function recoveryCodesLeft(tx: Transaction, userId: string): Promise<number> {
  return tx.recoveryCode.count({ where: { userId, usedAt: null } });
}

function hashOf(sealer: Sealer, userId: string, code: string): string {
  return createHmac('sha256', sealer.derive('recovery codes')).update(`${userId}\n${code}`).digest('hex');
}
