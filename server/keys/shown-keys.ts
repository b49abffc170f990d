import { z } from 'zod';
import { permissions } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import type { ApiKey } from '@/lib/keys/api';
import type { StoredKey } from '@/server/auth/keys';
import type { Transaction } from '@/server/database/database';

const Maker = z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() });
type Maker = z.infer<typeof Maker>;

/** Keys as the API shows them, each with what became of who made it; in a transaction of the tenant. */
export async function shownKeys(tx: Transaction, keys: readonly StoredKey[], now: number): Promise<ApiKey[]> {
  const makers = keys.map(({ createdBy }) => Maker.safeParse(createdBy).data ?? null);
  const states = await statesOf(tx, makers.filter((maker) => maker !== null), now);
  return keys.map((key, index) => {
    const maker = makers[index] ?? null;
    return {
      id: key.id,
      name: key.name,
      scopes: permissions.filter((permission) => key.scopes.includes(permission)),
      state: stateOf(key, now),
      createdBy: maker && { ...maker, state: maker.kind === 'system' ? 'active' : (states.get(maker.id) ?? 'removed') },
      createdAt: key.createdAt.getTime(),
      expiresAt: key.expiresAt?.getTime() ?? null,
      revokedAt: key.revokedAt?.getTime() ?? null,
      lastUsedAt: key.lastUsedAt?.getTime() ?? null,
      lastUsedAddress: key.lastUsedAddress,
      rotatedFromId: key.rotatedFromId,
      rotatedToId: key.rotatedTo[0]?.id ?? null,
    };
  });
}

/** The same of one key. Throws `not_found`. */
export async function shownKey(tx: Transaction, id: string, now: number): Promise<ApiKey> {
  const key = await tx.apiKey.findUnique({ where: { id }, omit: { secretHash: true }, include: { rotatedTo: { select: { id: true }, take: 1 } } });
  const [shown] = key ? await shownKeys(tx, [key], now) : [];
  if (!shown) throw new AppError('not_found', `There is no key ${id}.`);
  return shown;
}

function stateOf({ revokedAt, expiresAt }: Pick<StoredKey, 'revokedAt' | 'expiresAt'>, now: number): ApiKey['state'] {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt.getTime() <= now ? 'expired' : 'active';
}

async function statesOf(tx: Transaction, makers: readonly Maker[], now: number): Promise<Map<string, 'active' | 'deactivated'>> {
  const ids = (kind: Maker['kind']) => [...new Set(makers.filter((maker) => maker.kind === kind && z.uuid().safeParse(maker.id).success).map(({ id }) => id))];
  const members = await tx.membership.findMany({ where: { userId: { in: ids('user') } }, select: { userId: true, deactivatedAt: true } });
  const keys = await tx.apiKey.findMany({ where: { id: { in: ids('key') } }, select: { id: true, revokedAt: true, expiresAt: true } });
  return new Map([
    ...members.map(({ userId, deactivatedAt }) => [userId, deactivatedAt ? 'deactivated' : 'active'] as const),
    ...keys.map((key) => [key.id, stateOf(key, now) === 'active' ? 'active' : 'deactivated'] as const),
  ]);
}
