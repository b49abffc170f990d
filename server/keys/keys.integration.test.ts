import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions, type Permission } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { keyLimits } from '@/lib/keys/api';
import { createAccessCache } from '@/server/auth/access-cache';
import { listenToAccess } from '@/server/auth/access-listener';
import { withinOneSecond } from '@/server/auth/test-within-one-second';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createApiKey, listApiKeys, renameApiKey, revokeApiKey, rotateApiKey } from './keys';

const day = 86_400_000;
let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

const alice = (held: readonly Permission[] = permissions) => callerOf(nines.cast.alice, held, Date.now());
const charlie = () => callerOf(nines.cast.charlie, permissions, Date.now());
const create = (caller: Caller, changed: Partial<{ name: string; scopes: Permission[]; expiresInDays: number | null }> = {}) => createApiKey(nines.runtime, caller, { name: 'agent', scopes: ['monitoring.write'], expiresInDays: null, ...changed });
const opens = (secret: string) => nines.runtime.access.byKey(secret, '192.0.2.1').then((access) => access !== null);
const codeOf = (error: unknown) => (error as { code?: string }).code ?? String(error);
const codes = async (attempts: Promise<unknown>[]) => (await Promise.allSettled(attempts)).map((each) => (each.status === 'fulfilled' ? 'done' : codeOf(each.reason))).sort();

/** What a key is as a caller. */
async function keyCaller(scopes: Permission[], expiresInDays: number | null = null): Promise<{ caller: Caller; id: string }> {
  const { key } = await create(alice(), { name: 'maker', scopes, expiresInDays });
  return { id: key.id, caller: { ...alice(scopes), actor: { kind: 'key', id: key.id, name: 'maker' } } };
}

const auditOf = (action: string) => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action }, orderBy: { at: 'desc' }, take: 1 }));

describe('creating a key', () => {
  it('gives a secret that opens what its scopes say, once, and writes it to the audit trail without it', async () => {
    const { key, secret } = await create(alice(), { scopes: ['monitoring.write', 'monitoring.write'], expiresInDays: 30 });
    expect(key).toMatchObject({ name: 'agent', scopes: ['monitoring.write'], state: 'active', createdBy: { kind: 'user', id: nines.cast.alice.id, name: 'alice@example.com', state: 'active' }, lastUsedAt: null, revokedAt: null });
    expect((key.expiresAt ?? 0) - key.createdAt).toBe(30 * day);
    expect(await nines.runtime.access.byKey(secret, '192.0.2.7')).toMatchObject({ permissions: ['monitoring.write'], tenant: { slug: 'alpha' } });
    const { keys } = await listApiKeys(nines.runtime, alice());
    expect(keys.find(({ id }) => id === key.id)).toMatchObject({ lastUsedAddress: '192.0.2.7' });
    const [audit] = await auditOf('key.create');
    expect(audit).toMatchObject({ after: { id: key.id }, actor: { kind: 'user', id: nines.cast.alice.id } });
    expect(JSON.stringify([keys, audit?.after])).not.toContain(secret.slice(6));
  });

  it.each<[who: string, held: readonly Permission[], scopes: Permission[], code: string]>([
    ['an owner everything', permissions, [...permissions], 'done'],
    ['a custom role what it holds', ['monitoring.key.update', 'monitoring.read'], ['monitoring.read'], 'done'],
    ['a custom role nothing that it does not hold', ['monitoring.key.update', 'monitoring.read'], ['monitoring.read', 'monitoring.config.update'], 'forbidden'],
    ['a role without scopes nothing', ['monitoring.key.update'], ['monitoring.write'], 'forbidden'],
  ])('grants %s', async (_, held, scopes, code) => {
    expect(await codes([create(alice(held), { scopes })])).toEqual([code]);
  });

  it('by a key grants what that key holds, and no longer than it lives', async () => {
    const { caller } = await keyCaller(['monitoring.key.update', 'monitoring.read'], 10);
    expect(await codes([create(caller, { scopes: ['monitoring.write'] })])).toEqual(['forbidden']);
    expect(await codes([create(caller, { scopes: ['monitoring.read'] })])).toEqual(['forbidden']);
    expect(await codes([create(caller, { scopes: ['monitoring.read'], expiresInDays: 11 })])).toEqual(['forbidden']);
    const { key } = await create(caller, { scopes: ['monitoring.read'], expiresInDays: 9 });
    expect(key.createdBy).toMatchObject({ kind: 'key', name: 'maker', state: 'active' });
  });

  it('ends at so many keys in use as a tenant may have, also when many are made at once', async () => {
    const { active } = await listApiKeys(nines.runtime, charlie());
    const tenantId = nines.tenants.beta.id;
    const others = Array.from({ length: keyLimits.active - active - 3 }, (_, index) => ({ tenantId, name: `agent ${index}`, scopes: ['monitoring.write'], secretHash: `hash ${index}` }));
    await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.beta }, (tx) => tx.apiKey.createMany({ data: others }));
    const outcome = await codes(Array.from({ length: 8 }, () => create(charlie())));
    expect(outcome.filter((code) => code === 'done')).toHaveLength(3);
    const { keys, mostActive } = await listApiKeys(nines.runtime, charlie());
    expect([keys.length, mostActive]).toEqual([keyLimits.active, keyLimits.active]);
    await revokeApiKey(nines.runtime, charlie(), { id: keys[0]?.id ?? '' });
    expect(await codes([create(charlie())])).toEqual(['done']);
  });
});

describe('rotating a key', () => {
  it('makes a linked one of the same name, scopes and length of life, and both work during the overlap', async () => {
    const { key: first, secret } = await create(alice(), { name: 'shipper', scopes: ['monitoring.read'], expiresInDays: 100 });
    const { key, secret: next, old } = await rotateApiKey(nines.runtime, alice(), { id: first.id, overlapSeconds: 3_600 });
    expect(key).toMatchObject({ name: 'shipper', scopes: ['monitoring.read'], rotatedFromId: first.id, state: 'active' });
    expect((key.expiresAt ?? 0) - key.createdAt).toBe(100 * day);
    expect(old).toMatchObject({ id: first.id, rotatedToId: key.id, state: 'active' });
    expect(Math.abs((old.expiresAt ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    expect(await Promise.all([opens(secret), opens(next)])).toEqual([true, true]);
    expect(await auditOf('key.rotate')).toMatchObject([{ before: { id: first.id }, after: { id: key.id, rotatedFromId: first.id } }]);
  });

  it('without overlap ends the old one at once', async () => {
    const { key, secret } = await create(alice());
    expect(await opens(secret)).toBe(true);
    const { secret: next, old } = await withinOneSecond(() => rotateApiKey(nines.runtime, alice(), { id: key.id, overlapSeconds: 0 }), async () => !(await opens(secret)));
    expect(old.state).toBe('expired');
    expect(await opens(next)).toBe(true);
  });

  it('never makes the old one live longer', async () => {
    const { key } = await create(alice(), { expiresInDays: 1 });
    const { old } = await rotateApiKey(nines.runtime, alice(), { id: key.id, overlapSeconds: keyLimits.overlapSeconds });
    expect(old.expiresAt).toBe(key.expiresAt);
  });

  it('by two at once makes one key; the other is told', async () => {
    const { key } = await create(alice(), { expiresInDays: 1 });
    const rotate = () => rotateApiKey(nines.runtime, alice(), { id: key.id, overlapSeconds: keyLimits.overlapSeconds });
    expect(await codes([rotate(), rotate(), rotate()])).toEqual(['conflict', 'conflict', 'done']);
  });

  it('is refused for a key that ended, with rights that the caller lacks, and to the key itself', async () => {
    const { key } = await create(alice(), { scopes: ['monitoring.config.update'] });
    expect(await codes([rotateApiKey(nines.runtime, alice(['monitoring.key.update']), { id: key.id, overlapSeconds: 0 })])).toEqual(['forbidden']);
    await revokeApiKey(nines.runtime, alice(), { id: key.id });
    expect(await codes([rotateApiKey(nines.runtime, alice(), { id: key.id, overlapSeconds: 0 })])).toEqual(['conflict']);
    const { caller, id } = await keyCaller(['monitoring.key.update'], 10);
    expect(await codes([rotateApiKey(nines.runtime, caller, { id, overlapSeconds: 0 })])).toEqual(['forbidden']);
    const { key: other } = await create(alice(), { scopes: ['monitoring.key.update'] });
    expect(await codes([rotateApiKey(nines.runtime, caller, { id: other.id, overlapSeconds: 0, expiresInDays: 365 })])).toEqual(['forbidden']);
    expect((await listApiKeys(nines.runtime, alice())).keys.find(({ id: each }) => each === other.id)?.state).toBe('active');
  });
});

describe('revoking a key', () => {
  it('ends it on every node within a second, and tells the second of two', async () => {
    const other = createAccessCache(nines.database);
    const listener = listenToAccess(nines.connection, { log: nines.runtime.log, onChange: () => other.forget() });
    await listener.ready;
    const { key, secret } = await create(alice());
    expect(await opens(secret)).toBe(true);
    expect(await other.byKey(secret, '192.0.2.1')).not.toBeNull();
    const revoke = () => revokeApiKey(nines.runtime, alice(), { id: key.id });
    const isOut = async () => !(await opens(secret)) && (await other.byKey(secret, '192.0.2.1')) === null;
    expect(await withinOneSecond(() => codes([revoke(), revoke()]), isOut)).toEqual(['conflict', 'done']);
    await listener.stop();
    expect((await listApiKeys(nines.runtime, alice())).keys.find(({ id }) => id === key.id)?.state).toBe('revoked');
  });
});

describe('renaming a key', () => {
  it('is a conflict when somebody else did it in the meantime', async () => {
    const { key } = await create(alice(), { name: 'before' });
    expect(await renameApiKey(nines.runtime, alice(), { id: key.id, name: 'after', from: 'before' })).toMatchObject({ name: 'after' });
    expect(await codes([renameApiKey(nines.runtime, alice(), { id: key.id, name: 'late', from: 'before' })])).toEqual(['conflict']);
  });
});

describe('another tenant', () => {
  it('sees no key and reaches none', async () => {
    const { key, secret } = await create(alice());
    const { id } = key;
    expect((await listApiKeys(nines.runtime, charlie())).keys.map((each) => each.id)).not.toContain(id);
    expect(await codes([rotateApiKey(nines.runtime, charlie(), { id, overlapSeconds: 0 }), revokeApiKey(nines.runtime, charlie(), { id }), renameApiKey(nines.runtime, charlie(), { id, name: 'mine', from: 'agent' })])).toEqual(['not_found', 'not_found', 'not_found']);
    expect(await opens(secret)).toBe(true);
  });
});

describe('who made a key', () => {
  it('is marked once deactivated or removed, and the key goes on', async () => {
    const { key, secret } = await create(callerOf(nines.cast.bob, permissions, Date.now()));
    const makerState = async () => (await listApiKeys(nines.runtime, alice())).keys.find(({ id }) => id === key.id)?.createdBy?.state;
    const membership = { tenantId_userId: { tenantId: nines.tenants.alpha.id, userId: nines.cast.bob.id } };
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.update({ where: membership, data: { deactivatedAt: new Date() } }));
    expect(await makerState()).toBe('deactivated');
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.delete({ where: membership }));
    expect(await makerState()).toBe('removed');
    expect(await opens(secret)).toBe(true);
  });
});
