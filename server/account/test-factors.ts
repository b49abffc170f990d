import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { totpContext } from './second-factor';
import { hotp, stepAt } from './totp';

export interface StoredTotp {
  id: string;
  secret: Buffer;
  /** The code of a moment, in milliseconds since 1970. */
  codeAt(nowMs: number): string;
}

/** Gives a person an authenticator app, as if it had been enrolled. */
export async function storeTotp({ database, sealer }: { database: Database; sealer: Sealer }, userId: string, { isConfirmed = true } = {}): Promise<StoredTotp> {
  const [id, secret] = [randomUUID(), randomBytes(20)];
  await database.transaction({ kind: 'auth' }, (tx) =>
    tx.userFactor.create({ data: { id, userId, kind: 'totp', name: 'Phone', sealed: sealer.seal(secret.toString('base64url'), totpContext(id)), confirmedAt: isConfirmed ? new Date() : null } }),
  );
  return { id, secret, codeAt: (nowMs) => hotp(secret, stepAt(nowMs)) };
}

/** Takes all second factors from a person. */
export async function clearFactors(database: Database, userId: string): Promise<void> {
  await database.transaction({ kind: 'auth' }, async (tx) => {
    await tx.userFactor.deleteMany({ where: { userId } });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.session.updateMany({ where: { userId }, data: { secondFactorAt: null } });
  });
}
