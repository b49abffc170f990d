import { createHash, randomBytes } from 'node:crypto';
import type { Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';

/** What a token is for: one of another kind does not count. */
export type TokenKind = 'reset' | 'contact' | 'webauthn';

interface NewToken {
  kind: TokenKind;
  /** Whose it is; null for a challenge of who did not sign in yet. */
  userId: string | null;
  payload?: Prisma.InputJsonObject;
  now: number;
  lifeMs: number;
}

const mostForgotten = 200;

/** Makes a token of 256 random bits, in base64url, of which only the SHA-256 is stored: with so many bits a slow hash would add nothing. A few of those that are over are removed. */
export async function issueToken(tx: Transaction, { kind, userId, payload = {}, now, lifeMs }: NewToken): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx.userToken.create({ data: { tokenHash: hashToken(token), userId, kind, payload, createdAt: new Date(now), expiresAt: new Date(now + lifeMs) } });
  await tx.$executeRaw`delete from user_tokens where token_hash in (select token_hash from user_tokens where expires_at <= ${new Date(now)} limit ${mostForgotten} for update skip locked)`;
  return token;
}

/** The token as it is stored, while it counts. */
export async function findToken(tx: Transaction, kind: TokenKind, token: string, now: number): Promise<{ userId: string | null; payload: Prisma.JsonValue } | null> {
  return tx.userToken.findFirst({ where: { tokenHash: hashToken(token), kind, expiresAt: { gt: new Date(now) } }, select: { userId: true, payload: true } });
}

/** Uses a token up: of two at the same moment one gets it, and the other null. */
export async function takeToken(tx: Transaction, kind: TokenKind, token: string, now: number): ReturnType<typeof findToken> {
  const found = await findToken(tx, kind, token, now);
  if (!found) return null;
  const { count } = await tx.userToken.deleteMany({ where: { tokenHash: hashToken(token), kind } });
  return count === 1 ? found : null;
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
