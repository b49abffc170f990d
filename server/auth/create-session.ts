import type { TenantRef } from '@/lib/tenants';
import { record } from '@/server/audit/record';
import type { Transaction } from '@/server/database/database';
import { settingsIn } from '@/server/settings/settings';

/** Longest life of a session, in milliseconds; a tenant may have it shorter. */
export const sessionLifetimeMs = 30 * 86_400_000;

const dayMs = 86_400_000;

export interface NewSession {
  tenant: TenantRef;
  userId: string;
  /** password, passkey, or the name of a provider. */
  method: string;
  /** Whether a second factor was proved along with it. */
  hasSecondFactor: boolean;
  from: { address: string; userAgent: string | null; now: number; requestId: string };
}

/** Opens a session for who proved to be a person, in a transaction of signing in, and writes it to the audit trail. Returns its id. The person's sessions that are over are removed. */
export async function createSession(tx: Transaction, { tenant, userId, method, hasSecondFactor, from }: NewSession): Promise<string> {
  const { address, userAgent, now, requestId } = from;
  const { settings } = await settingsIn(tx, tenant.id, 'sign-in');
  await tx.session.deleteMany({ where: { userId, expiresAt: { lte: new Date(now) } } });
  const { id } = await tx.session.create({
    data: {
      tenantId: tenant.id, userId, method, address, lastAddress: address,
      expiresAt: new Date(now + settings.sessionDays * dayMs),
      userAgent: userAgent?.slice(0, 300) ?? null,
      secondFactorAt: hasSecondFactor ? new Date(now) : null,
      lastSeenAt: new Date(now),
    },
  });
  await record(tx, tenant, { actor: { kind: 'user', id: userId }, action: 'session.create', before: null, after: { address, method, secondFactor: hasSecondFactor }, requestId, address, now });
  return id;
}
