import { randomBytes } from 'node:crypto';
import { AppError } from '@/lib/errors';
import type { Permission } from '@/lib/auth/permissions';
import type { TenantRef } from '@/lib/tenants';
import { record } from '@/server/audit/record';
import type { Database } from '@/server/database/database';
import { hashKey } from './access-cache';
import type { Change } from './members';

export interface NewKey {
  name: string;
  scopes: readonly Permission[];
  expiresAt: Date | null;
  now: number;
  requestId: string;
}

/** Creates an API key and returns it; it cannot be read again, only its SHA-256 is stored. */
export async function createKey(database: Database, tenant: TenantRef, input: NewKey): Promise<{ id: string; key: string }> {
  const key = `nines_${randomBytes(32).toString('base64url')}`;
  const { name, scopes, expiresAt } = input;
  const id = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const created = await tx.apiKey.create({
      data: { tenantId: tenant.id, name, scopes: [...scopes], expiresAt, secretHash: hashKey(key) },
    });
    await record(tx, tenant, {
      actor: { kind: 'system', id: 'command-line' },
      action: 'key.create',
      before: null,
      after: { id: created.id, name, scopes: [...scopes], expiresAt: expiresAt?.toISOString() ?? null },
      requestId: input.requestId,
      now: input.now,
    });
    return created.id;
  });
  return { id, key };
}

/** The tenant's keys, newest first; at most 200. */
export async function listKeys(database: Database, tenant: TenantRef) {
  return database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.apiKey.findMany({ orderBy: { createdAt: 'desc' }, take: 200, omit: { secretHash: true } }),
  );
}

/** Ends a key at once. Throws `not_found`, or `conflict` when it was ended before. */
export async function revokeKey(database: Database, tenant: TenantRef, id: string, change: Change): Promise<void> {
  await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { id } });
    if (!key) throw new AppError('not_found', `There is no key ${id}. keys list shows every key.`);
    const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date(change.now) } });
    if (count === 0) throw new AppError('conflict', `Key ${id} is already revoked.`);
    await record(tx, tenant, { ...change, action: 'key.revoke', before: { id, name: key.name }, after: null });
  });
}
