import { randomBytes } from 'node:crypto';
import { keyLimits } from '@/lib/keys/api';
import { AppError } from '@/lib/errors';
import type { Permission } from '@/lib/auth/permissions';
import type { TenantRef } from '@/lib/tenants';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import { hashKey } from './access-cache';
import type { Change } from './members';

/** Who made a key, as it was called then. */
export interface KeyMakerRecord {
  kind: 'user' | 'key' | 'system';
  id: string;
  name: string;
}

export interface NewKey {
  name: string;
  scopes: readonly Permission[];
  expiresAt: Date | null;
  now: number;
  requestId: string;
}

const commandLine = { kind: 'system', id: 'command-line', name: 'the command line' } as const;

interface Inserted {
  name: string;
  scopes: readonly string[];
  expiresAt: Date | null;
  createdBy: KeyMakerRecord;
  rotatedFromId?: string;
  now: number;
}

/** Makes a key in a transaction of the tenant; only the SHA-256 of `secret` is stored. Throws `conflict` when the tenant has as many in use as it may. */
export async function insertKey(tx: Transaction, tenant: TenantRef, { now, createdBy, scopes, ...input }: Inserted) {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`api keys of ${tenant.id}`}, 0))`;
  const active = await tx.apiKey.count({ where: inUse(now) });
  if (active >= keyLimits.active) throw new AppError('conflict', `There are ${active} keys in use, which is as many as there may be. Revoke one that nothing uses.`);
  const secret = `nines_${randomBytes(32).toString('base64url')}`;
  const key = await tx.apiKey.create({ data: { ...input, tenantId: tenant.id, scopes: [...scopes], createdBy: { ...createdBy }, createdAt: new Date(now), secretHash: hashKey(secret) }, omit: { secretHash: true } });
  return { key, secret };
}

/** Which keys open something at `now`. */
function inUse(now: number) {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] };
}

/** Creates an API key for who has the machine, and returns it; it cannot be read again. */
export async function createKey(database: Database, tenant: TenantRef, input: NewKey): Promise<{ id: string; key: string }> {
  const { name, scopes, expiresAt, now } = input;
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { key, secret } = await insertKey(tx, tenant, { name, scopes, expiresAt, createdBy: commandLine, now });
    await record(tx, tenant, {
      actor: { kind: 'system', id: 'command-line' },
      action: 'key.create',
      before: null,
      after: { id: key.id, name, scopes: [...scopes], expiresAt: expiresAt?.toISOString() ?? null },
      requestId: input.requestId,
      now,
    });
    return { id: key.id, key: secret };
  });
}

/** The tenant's keys: all that are in use, and the last that ended; of each the newest first. */
export async function listKeys(database: Database, tenant: TenantRef, now = Date.now()) {
  return database.transaction({ kind: 'tenant', tenant }, (tx) => keysIn(tx, now));
}

/** The same inside a transaction of the tenant. */
export async function keysIn(tx: Transaction, now: number) {
  const newest = { orderBy: { createdAt: 'desc' }, omit: { secretHash: true }, include: { rotatedTo: { select: { id: true }, take: 1 } } } as const;
  const active = await tx.apiKey.findMany({ where: inUse(now), take: keyLimits.active, ...newest });
  const ended = await tx.apiKey.findMany({ where: { OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: new Date(now) } }] }, take: keyLimits.endedShown, ...newest });
  return [...active, ...ended];
}

export type StoredKey = Awaited<ReturnType<typeof keysIn>>[number];

/** Ends a key at once, in a transaction of the tenant. Throws `not_found`, or `conflict` when it was ended before. */
export async function revokeIn(tx: Transaction, id: string, now: number): Promise<{ name: string }> {
  const key = await tx.apiKey.findUnique({ where: { id }, select: { name: true } });
  if (!key) throw new AppError('not_found', `There is no key ${id}.`);
  const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date(now) } });
  if (count === 0) throw new AppError('conflict', `Key ${id} is already revoked.`);
  return key;
}

/** The same for who has the machine. */
export async function revokeKey(database: Database, tenant: TenantRef, id: string, change: Change): Promise<void> {
  await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { name } = await revokeIn(tx, id, change.now);
    await record(tx, tenant, { ...change, action: 'key.revoke', before: { id, name }, after: null });
  });
}

interface Rotation {
  overlapSeconds: number;
  /** When the new key ends; undefined: as long from now as the old one was made for. */
  expiresAt: Date | null | undefined;
  createdBy: KeyMakerRecord;
  now: number;
}

/** Makes a key of the same name and scopes beside the old one, which ends after the overlap. Throws `not_found`, or `conflict` when the old one has ended or was rotated before. */
export async function rotateIn(tx: Transaction, tenant: TenantRef, id: string, { overlapSeconds, expiresAt, createdBy, now }: Rotation) {
  const old = await tx.apiKey.findUnique({ where: { id }, omit: { secretHash: true } });
  if (!old) throw new AppError('not_found', `There is no key ${id}.`);
  const until = now + overlapSeconds * 1000;
  const endsAt = new Date(Math.min(old.expiresAt?.getTime() ?? until, until));
  // The row is locked from here on: who rotates it at the same moment finds the new one below.
  const { count } = await tx.apiKey.updateMany({ where: { id, ...inUse(now) }, data: { expiresAt: endsAt } });
  if (count === 0) throw new AppError('conflict', `Key ${id} has ended. Create a new one instead.`);
  const successor = await tx.apiKey.findFirst({ where: { rotatedFromId: id }, select: { id: true } });
  if (successor) throw new AppError('conflict', `Key ${id} was rotated before: ${successor.id} is in its place.`);
  const lifetimeMs = old.expiresAt && old.expiresAt.getTime() - old.createdAt.getTime();
  const newEnd = expiresAt === undefined ? (lifetimeMs === null ? null : new Date(now + lifetimeMs)) : expiresAt;
  const made = await insertKey(tx, tenant, { name: old.name, scopes: old.scopes, expiresAt: newEnd, createdBy, rotatedFromId: id, now });
  return { ...made, old: { ...old, expiresAt: endsAt }, before: old };
}

/** The same for who has the machine. Returns the new key and when the old one ends. */
export async function rotateKey(database: Database, tenant: TenantRef, id: string, { overlapSeconds, ...change }: Change & { overlapSeconds: number }): Promise<{ id: string; key: string; oldEndsAt: Date }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { key, secret, old, before } = await rotateIn(tx, tenant, id, { overlapSeconds, expiresAt: undefined, createdBy: commandLine, now: change.now });
    await record(tx, tenant, { ...change, action: 'key.rotate', ...rotationRecord(before, key, old.expiresAt) });
    return { id: key.id, key: secret, oldEndsAt: old.expiresAt };
  });
}

interface Named {
  id: string;
  name: string;
  expiresAt: Date | null;
}

/** What the audit trail keeps of a rotation. */
export function rotationRecord(before: Named, made: Named, oldEndsAt: Date) {
  return {
    before: { id: before.id, name: before.name, expiresAt: before.expiresAt?.toISOString() ?? null },
    after: { id: made.id, name: made.name, expiresAt: made.expiresAt?.toISOString() ?? null, rotatedFromId: before.id, oldExpiresAt: oldEndsAt.toISOString() },
  };
}
