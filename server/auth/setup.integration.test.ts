import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createOwnerByToken, createOwnerFromConfig, issueSetupToken, setupState } from './setup';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);
const databases: TestDatabase[] = [];

let test: TestDatabase;

beforeEach(async () => {
  test = await createTestDatabase();
  databases.push(test);
});
afterAll(() => Promise.all(databases.map((each) => each.drop())));

const alice = { name: 'Alice', email: 'alice@example.com', password: 'correct horse battery staple', organisation: 'Alpha Ltd' };

async function newToken(): Promise<string> {
  const token = await issueSetupToken(test.database);
  if (token === null) throw new Error('An owner exists already.');
  return token;
}

const create = (token: string, changed: Partial<typeof alice> = {}) => createOwnerByToken(test.database, { ...alice, ...changed, token }, start, 'setup');

describe('the one-time link', () => {
  it('makes the owner of the first tenant and writes it to the audit trail', async () => {
    expect(await setupState(test.database)).toBe('open');
    await create(await newToken());
    expect(await setupState(test.database)).toBe('done');
    const seen = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, async (tx) => ({
      tenant: await tx.tenant.findMany(),
      members: await tx.membership.findMany({ include: { user: true } }),
      audit: await tx.auditEntry.findMany(),
    }));
    expect(seen.tenant).toMatchObject([{ slug: 'alpha', name: 'Alpha Ltd' }]);
    expect(seen.members).toMatchObject([{ role: 'OWNER', user: { email: alice.email, passwordHash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) as string } }]);
    expect(seen.audit).toMatchObject([{ action: 'owner.create', after: { email: alice.email, organisation: 'Alpha Ltd' } }]);
    expect(JSON.stringify(seen.audit.map(({ before, after }) => ({ before, after })))).not.toMatch(/argon2|horse/);
  });

  it('works once', async () => {
    const token = await newToken();
    await create(token);
    await expect(create(token, { email: 'mallory@example.com' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await issueSetupToken(test.database)).toBeNull();
  });

  it('is stored as a hash alone', async () => {
    const token = await newToken();
    const rows = await test.database.transaction({ kind: 'auth' }, (tx) => tx.setupToken.findMany());
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('ends when a newer one is printed', async () => {
    const older = await newToken();
    const newer = await newToken();
    await expect(create(older)).rejects.toMatchObject({ code: 'forbidden' });
    await create(newer);
  });

  it.each(['', 'x', '__proto__', 'A'.repeat(32), 'A'.repeat(10_000)])('that was never printed is refused: %.10s', async (token) => {
    await newToken();
    await expect(create(token)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await setupState(test.database)).toBe('open');
  });

  it('used by two at the same moment makes exactly one owner', async () => {
    const token = await newToken();
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => create(token, { email: `${name}@example.com` })));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
    expect(await users()).toBe(1);
  });

  it('costs a caller without it no hashing, or strangers would keep people from signing in', async () => {
    await newToken();
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => create('not the token')));
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : 'done'));
    expect(new Set(codes)).toEqual(new Set(['forbidden']));
  });
});

describe('OWNER_EMAIL and OWNER_PASSWORD', () => {
  const owner = { email: alice.email, password: alice.password };

  it('make the owner once, and end the one-time link', async () => {
    const token = await newToken();
    expect(await createOwnerFromConfig(test.database, owner, start)).toBe(true);
    expect(await createOwnerFromConfig(test.database, { ...owner, email: 'other@example.com' }, start)).toBe(false);
    await expect(create(token, { email: 'mallory@example.com' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await users()).toBe(1);
  });

  it('on three nodes that start at the same moment make one owner', async () => {
    const made = await Promise.all([1, 2, 3].map(() => createOwnerFromConfig(test.database, owner, start)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await users()).toBe(1);
  });
});

function users(): Promise<number> {
  return test.database.transaction({ kind: 'auth' }, (tx) => tx.user.count());
}
