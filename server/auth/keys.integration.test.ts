import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Permission } from '@/lib/auth/permissions';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createAccessCache, type AccessCache } from './access-cache';
import { createKey, listKeys, revokeKey } from './keys';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);
const change = { actor: { kind: 'system', id: 'test' }, requestId: 'revoking', now: start };

let test: TestDatabase;
let access: AccessCache;

beforeAll(async () => {
  test = await createTestDatabase();
  access = createAccessCache(test.database);
});
afterAll(() => test.drop());

function create(input: { name?: string; scopes?: Permission[]; expiresAt?: Date; requestId?: string } = {}) {
  const made = { name: 'agent', scopes: ['monitoring.write' as const], expiresAt: null, now: start, requestId: 'creating', ...input };
  return createKey(test.database, test.tenants.alpha, made);
}

describe('a key', () => {
  it('holds its scopes in its tenant and nothing else', async () => {
    const { id, key } = await create({ scopes: ['monitoring.write', 'monitoring.read'] });
    expect(await access.byKey(key, '192.0.2.1')).toEqual({
      tenant: expect.objectContaining({ slug: 'alpha' }) as unknown,
      actor: { kind: 'key', id, name: 'agent' },
      permissions: ['monitoring.read', 'monitoring.write'],
      needsSecondFactor: false,
    });
  });

  it('is stored as a hash alone, and audited without it', async () => {
    const { id, key } = await create({ requestId: 'creating-audited' });
    const { row, audit } = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, async (tx) => ({
      row: await tx.apiKey.findUniqueOrThrow({ where: { id } }),
      audit: await tx.auditEntry.findFirstOrThrow({ where: { requestId: 'creating-audited' } }),
    }));
    expect(key).toMatch(/^nines_[\w-]{43}$/);
    expect(audit).toMatchObject({ action: 'key.create', after: { id, name: 'agent' } });
    expect(JSON.stringify([row, audit.after, await listKeys(test.database, test.tenants.alpha)])).not.toContain(key.slice(6));
    expect(JSON.stringify([audit.after, await listKeys(test.database, test.tenants.alpha)])).not.toContain(row.secretHash);
  });

  it('ends at its time', async () => {
    expect(await access.byKey((await create({ expiresAt: new Date(start) })).key, '192.0.2.1')).toBeNull();
    expect(await access.byKey((await create({ expiresAt: new Date(Date.now() + 60_000) })).key, '192.0.2.1')).not.toBeNull();
  });

  it('tells when it was last used, without a write for each use', async () => {
    const { id, key } = await create();
    await access.byKey(key, '192.0.2.1');
    const first = await lastUsed(id);
    expect(first).toBeInstanceOf(Date);
    access.forget();
    await access.byKey(key, '192.0.2.1');
    expect(await lastUsed(id)).toEqual(first);
  });

  it.each(['', 'nines_', `nines_${'A'.repeat(43)}`, "nines_' or 1=1 --", '__proto__'])('that nobody made is nobody: %j', async (key) => {
    expect(await access.byKey(key, '192.0.2.1')).toBeNull();
  });
});

describe('revoking a key', () => {
  it('ends it and writes it to the audit trail', async () => {
    const { id, key } = await create();
    await revokeKey(test.database, test.tenants.alpha, id, { ...change, requestId: 'revoking-audited' });
    expect(await access.byKey(key, '192.0.2.1')).toBeNull();
    const audit = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) =>
      tx.auditEntry.findMany({ where: { requestId: 'revoking-audited' } }),
    );
    expect(audit).toMatchObject([{ action: 'key.revoke', before: { id, name: 'agent' }, after: null, actor: change.actor }]);
  });

  it('is not found by another tenant, and the key goes on working', async () => {
    const { id, key } = await create();
    await expect(revokeKey(test.database, test.tenants.beta, id, change)).rejects.toMatchObject({ code: 'not_found' });
    expect(await access.byKey(key, '192.0.2.1')).not.toBeNull();
    expect(await listKeys(test.database, test.tenants.beta)).toEqual([]);
  });

  it('by five at the same moment works once; the others get a conflict', async () => {
    const { id } = await create();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => revokeKey(test.database, test.tenants.alpha, id, change)));
    const codes = results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as { code: string }).code));
    expect(codes.sort()).toEqual(['conflict', 'conflict', 'conflict', 'conflict', 'done']);
  });
});

async function lastUsed(id: string): Promise<Date | null | undefined> {
  return (await listKeys(test.database, test.tenants.alpha)).find((key) => key.id === id)?.lastUsedAt;
}

describe('guessing keys', () => {
  // A second gives a try back: the clock stands still, however long the guesses take.
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());

  it('is refused after 30 wrong keys from one network, while known keys go on and other networks are free', async () => {
    const fresh = createAccessCache(test.database);
    const { key } = await create();
    expect(await fresh.byKey(key, '2001:db8:1:2::1')).not.toBeNull();
    const guesses = Array.from({ length: 40 }, (_, index) => fresh.byKey(`nines_wrong${index}`, `2001:db8:1:2::${index}`));
    await Promise.allSettled(guesses);
    await expect(fresh.byKey('nines_one_more', '2001:db8:1:2::ffff')).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 60 });
    expect(await fresh.byKey(key, '2001:db8:1:2::1')).not.toBeNull();
    expect(await fresh.byKey('nines_wrong', '2001:db8:1:3::1')).toBeNull();
  });
});
