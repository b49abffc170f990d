import type { Permission } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { keyLimits, type ApiKey, type MadeKey } from '@/lib/keys/api';
import { mutate } from '@/server/audit/mutate';
import { insertKey, keysIn, revokeIn, rotateIn, rotationRecord, type KeyMakerRecord } from '@/server/auth/keys';
import type { Database, Transaction } from '@/server/database/database';
import { shownKey, shownKeys } from './shown-keys';

interface Verbs {
  database: Database;
}

const dayMs = 86_400_000;

/** The keys of the caller's tenant, those in use first. */
export function listApiKeys({ database }: Verbs, { tenant, now }: Caller) {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const keys = await shownKeys(tx, await keysIn(tx, now), now);
    return { keys, active: keys.filter(({ state }) => state === 'active').length, mostActive: keyLimits.active, at: now };
  });
}

interface Wanted {
  name: string;
  scopes: readonly Permission[];
  expiresInDays: number | null;
}

/** Makes a key. Throws `forbidden` for scopes that the caller does not hold or a key that would outlive the key that makes it, and `conflict` when there are too many. */
export async function createApiKey({ database }: Verbs, caller: Caller, { name, scopes, expiresInDays }: Wanted): Promise<MadeKey> {
  const { tenant, now } = caller;
  const wanted = [...new Set(scopes)];
  assertHolds(caller, wanted);
  const expiresAt = endOf(expiresInDays, now);
  return mutate(database, caller, 'key.create', async (tx) => {
    await assertOutlives(tx, caller, expiresAt);
    const { key, secret } = await insertKey(tx, tenant, { name, scopes: wanted, expiresAt, createdBy: makerOf(caller), now });
    return { result: { key: await shownKey(tx, key.id, now), secret }, before: null, after: { id: key.id, name, scopes: wanted, expiresAt: expiresAt?.toISOString() ?? null } };
  });
}

/** Gives a key another name. Throws `not_found`, or `conflict` when it is not called `from` any more. */
export function renameApiKey({ database }: Verbs, caller: Caller, { id, name, from }: { id: string; name: string; from: string }): Promise<ApiKey> {
  return mutate(database, caller, 'key.rename', async (tx) => {
    const before = await tx.apiKey.findUnique({ where: { id }, select: { name: true } });
    if (!before) throw missing(id);
    const { count } = await tx.apiKey.updateMany({ where: { id, name: from }, data: { name } });
    if (count === 0) throw new AppError('conflict', `Somebody renamed this key to ${before.name} in the meantime. Load the keys again.`);
    return { result: await shownKey(tx, id, caller.now), before: { id, name: from }, after: { id, name } };
  });
}

/** Makes a new key in place of an old one, which ends after the overlap. Throws as `rotateIn`, and `forbidden` for what the caller could not create. */
export async function rotateApiKey({ database }: Verbs, caller: Caller, { id, overlapSeconds, expiresInDays }: { id: string; overlapSeconds: number; expiresInDays?: number | null | undefined }) {
  const { tenant, actor, now } = caller;
  if (actor.kind === 'key' && actor.id === id) throw new AppError('forbidden', 'A key cannot rotate itself: that would extend it. A person or another key has to.');
  return mutate(database, caller, 'key.rotate', async (tx) => {
    const stored = await tx.apiKey.findUnique({ where: { id }, select: { scopes: true } });
    if (!stored) throw missing(id);
    assertHolds(caller, stored.scopes);
    const expiresAt = expiresInDays === undefined ? undefined : endOf(expiresInDays, now);
    const { key, secret, old, before } = await rotateIn(tx, tenant, id, { overlapSeconds, expiresAt, createdBy: makerOf(caller), now });
    await assertOutlives(tx, caller, key.expiresAt);
    return { result: { key: await shownKey(tx, key.id, now), secret, old: await shownKey(tx, id, now) }, ...rotationRecord(before, key, old.expiresAt) };
  });
}

/** Ends a key at once, on every node. Throws `not_found`, or `conflict` when it was revoked before. */
export function revokeApiKey({ database }: Verbs, caller: Caller, { id }: { id: string }): Promise<ApiKey> {
  return mutate(database, caller, 'key.revoke', async (tx) => {
    const { name } = await revokeIn(tx, id, caller.now);
    return { result: await shownKey(tx, id, caller.now), before: { id, name }, after: null };
  });
}

function assertHolds({ permissions, actor }: Caller, scopes: readonly string[]): void {
  const lacking = scopes.filter((scope) => !permissions.some((each) => each === scope));
  if (lacking.length === 0) return;
  throw new AppError('forbidden', `${actor.kind === 'key' ? 'This API key' : 'Your role'} does not hold ${lacking.join(', ')}, so that it can make no key that does.`);
}

/** A key that makes keys cannot make one that lives longer than itself: that would extend it. */
async function assertOutlives(tx: Transaction, { actor }: Caller, expiresAt: Date | null): Promise<void> {
  if (actor.kind !== 'key') return;
  const own = await tx.apiKey.findUnique({ where: { id: actor.id }, select: { expiresAt: true } });
  if (!own?.expiresAt || (expiresAt && expiresAt <= own.expiresAt)) return;
  throw new AppError('forbidden', `This API key ends at ${own.expiresAt.toISOString()}, and can make no key that ends later.`);
}

function makerOf({ actor }: Caller): KeyMakerRecord {
  if (actor.kind === 'system') return { kind: 'system', id: actor.job, name: actor.job };
  return { kind: actor.kind, id: actor.id, name: (actor.kind === 'user' ? actor.name : null) ?? (actor.kind === 'user' ? actor.email : actor.name) };
}

function endOf(days: number | null, now: number): Date | null {
  return days === null ? null : new Date(now + days * dayMs);
}

function missing(id: string): AppError {
  return new AppError('not_found', `There is no key ${id}.`);
}
