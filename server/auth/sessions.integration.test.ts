import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { createAccessCache } from './access-cache';
import { endSessionsOf, setRole } from './members';
import { endSession } from './sign-in';
import { startTestRuntime, type OpenSession, type Person, type TestRuntime } from '@/server/test-runtime';

const change = { actor: { kind: 'system', id: 'test' }, requestId: 'test', now: Date.UTC(2026, 0, 5, 3, 0, 0) };

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

/** What a session may do as this process knows it, by way of its cache. */
const accessOf = async ({ id }: OpenSession) => (await nines.runtime.access.bySession(id))?.permissions.length ?? null;

async function open(person: Person): Promise<OpenSession> {
  const session = await nines.openSession(person);
  expect(await accessOf(session)).toBe(person.role === 'OWNER' ? permissions.length : 0);
  return session;
}

describe('a session that is known', () => {
  const ends: [what: string, end: (session: OpenSession) => Promise<unknown>][] = [
    ['its person signs out', ({ id }) => endSession(nines.database, id, change.now, 'test')],
    ['every session of its person is ended', () => endSessionsOf(nines.database, nines.tenants.alpha, nines.cast.alice.email, change)],
    ['somebody revokes it by plain SQL, as another node would', ({ id }) => sql('update sessions set revoked_at = now() where id = $1', id)],
    ['its row is removed', ({ id }) => sql('delete from sessions where id = $1', id)],
  ];
  it.each(ends)('ends at once when %s', async (_, end) => {
    const session = await open(nines.cast.alice);
    await end(session);
    await expect.poll(() => accessOf(session), { interval: 10 }).toBeNull();
  });

  it('follows the role of its person at once, down and up', async () => {
    const session = await open(nines.cast.bob);
    await setRole(nines.database, nines.tenants.alpha, nines.cast.bob.email, 'ADMIN', change);
    await expect.poll(() => accessOf(session), { interval: 10 }).toBe(permissions.length);
    await setRole(nines.database, nines.tenants.alpha, nines.cast.bob.email, 'VIEWER', change);
    await expect.poll(() => accessOf(session), { interval: 10 }).toBe(0);
  });

  it('ends when its person is no longer a member', async () => {
    const session = await open(nines.cast.victor);
    await sql('delete from memberships where user_id = $1', nines.cast.victor.id);
    await expect.poll(() => accessOf(session), { interval: 10 }).toBeNull();
  });

  it('ends at its time, also while it is remembered', async () => {
    const session = await nines.openSession(nines.cast.charlie, { expiresAt: new Date(Date.now() + 700) });
    expect(await accessOf(session)).toBe(permissions.length);
    await expect.poll(() => accessOf(session), { interval: 50, timeout: 3_000 }).toBeNull();
  });
});

describe('what is remembered', () => {
  it('never is what was read while a change arrived', async () => {
    const { id } = await nines.openSession(nines.cast.alice);
    const cache = createAccessCache(nines.database);
    const before = cache.bySession(id);
    cache.forget();
    await sql('update sessions set revoked_at = now() where id = $1', id);
    await before;
    expect(await cache.bySession(id)).toBeNull();
  });

  it('is one query for many callers at the same moment', async () => {
    const { id } = await nines.openSession(nines.cast.alice);
    const cache = createAccessCache(nines.database);
    const found = await Promise.all(Array.from({ length: 50 }, () => cache.bySession(id)));
    expect(new Set(found).size).toBe(1);
  });

  it('is no failure: the next caller asks again', async () => {
    const { id } = await nines.openSession(nines.cast.alice);
    let isDown = true;
    const cache = createAccessCache({
      ...nines.database,
      transaction: (scope, run) => (isDown ? Promise.reject(new Error('down')) : nines.database.transaction(scope, run)),
    });
    await expect(cache.bySession(id)).rejects.toThrow('down');
    isDown = false;
    expect(await cache.bySession(id)).not.toBeNull();
  });
});

function sql(statement: string, id: string): Promise<void> {
  return nines.database.transaction({ kind: 'auth' }, async (tx) => void (await tx.$executeRawUnsafe(statement.replace('$1', '$1::uuid'), id)));
}
