import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { roles } from '@/lib/auth/permissions';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { castPassword, createCast, type Cast } from '@/server/test-runtime';
import { addUser, deactivateUser, endSessionsOf, listUsers, removeUser, setRole } from './members';

const change = { actor: { kind: 'system', id: 'test' }, requestId: 'test', now: Date.UTC(2026, 0, 5, 3, 0, 0) };
const databases: TestDatabase[] = [];

let test: TestDatabase;
let cast: Cast;

beforeEach(async () => {
  test = await createTestDatabase();
  databases.push(test);
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => Promise.all(databases.map((each) => each.drop())));

const dora = { email: 'dora@example.com', name: 'Dora', role: 'ADMIN', password: castPassword } as const;

describe('adding a person', () => {
  it('makes a member with the role and writes it to the audit trail without the password', async () => {
    await addUser(test.database, test.tenants.alpha, dora, change);
    expect(await rolesOf('alpha')).toMatchObject({ 'dora@example.com': 'ADMIN' });
    const entries = await audit();
    expect(entries).toMatchObject([{ action: 'member.create', before: null, after: { email: dora.email, role: 'ADMIN' } }]);
    expect(JSON.stringify(entries)).not.toMatch(/argon2|horse/);
  });

  it('whose email is taken is a conflict, also when both come at the same moment', async () => {
    await expect(addUser(test.database, test.tenants.alpha, { ...dora, email: cast.bob.email }, change)).rejects.toMatchObject({ code: 'conflict' });
    const codes = await outcomes(Array.from({ length: 6 }, () => addUser(test.database, test.tenants.alpha, dora, change)));
    expect(codes).toEqual([...Array<string>(5).fill('conflict'), 'done']);
    expect(await audit()).toHaveLength(1);
  });
});

describe('changing a role', () => {
  it.each(roles)('makes a member %s and writes both roles to the audit trail', async (role) => {
    await setRole(test.database, test.tenants.alpha, cast.bob.email, role, change);
    expect(await rolesOf('alpha')).toMatchObject({ [cast.bob.email]: role });
    expect(await audit()).toMatchObject([{ action: 'member.role', before: { email: cast.bob.email, role: 'MEMBER' }, after: { role } }]);
  });

  it('of the last owner is a conflict', async () => {
    await expect(setRole(test.database, test.tenants.alpha, cast.alice.email, 'ADMIN', change)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rolesOf('alpha')).toMatchObject({ [cast.alice.email]: 'OWNER' });
    expect(await audit()).toEqual([]);
  });

  it('of both owners at the same moment leaves one', async () => {
    for (let round = 0; round < 5; round += 1) {
      await setRole(test.database, test.tenants.alpha, cast.bob.email, 'OWNER', change);
      await outcomes([cast.alice, cast.bob].map(({ email }) => setRole(test.database, test.tenants.alpha, email, 'ADMIN', change)));
      const owners = Object.entries(await rolesOf('alpha')).filter(([, role]) => role === 'OWNER');
      expect(owners).toHaveLength(1);
      for (const { email } of [cast.alice, cast.bob]) await setRole(test.database, test.tenants.alpha, email, 'OWNER', change);
    }
  });

  it('by two at the same moment tells one of them', async () => {
    const codes = await outcomes(['ADMIN', 'VIEWER'].map((role) => setRole(test.database, test.tenants.alpha, cast.bob.email, role as 'ADMIN', change)));
    const entries = await audit();
    // One after the other is no race: then each saw what the other had done.
    if (codes.includes('conflict')) expect(entries).toHaveLength(1);
    else expect(entries.map((entry) => entry.before)).toEqual(expect.arrayContaining([{ email: cast.bob.email, role: 'MEMBER' }]));
  });

  it('of a person of another tenant is not found', async () => {
    await expect(setRole(test.database, test.tenants.beta, cast.bob.email, 'OWNER', change)).rejects.toMatchObject({ code: 'not_found' });
    expect(await rolesOf('alpha')).toMatchObject({ [cast.bob.email]: 'MEMBER' });
  });
});

describe('deactivating and removing a person', () => {
  it('is refused for the last active owner, also where another owner is deactivated', async () => {
    await setRole(test.database, test.tenants.alpha, cast.bob.email, 'OWNER', change);
    await deactivateUser(test.database, test.tenants.alpha, cast.bob.email, change);
    for (const end of [deactivateUser, removeUser]) await expect(end(test.database, test.tenants.alpha, cast.alice.email, change)).rejects.toMatchObject({ code: 'conflict' });
    await expect(setRole(test.database, test.tenants.alpha, cast.alice.email, 'VIEWER', change)).rejects.toMatchObject({ code: 'conflict' });
    const listed = await listUsers(test.database, test.tenants.alpha);
    expect(listed.map(({ email, role, isActive }) => [email, role, isActive])).toEqual([
      [cast.alice.email, 'OWNER', true], [cast.bob.email, 'OWNER', false], [cast.victor.email, 'VIEWER', true],
    ]);
  });

  it('of both owners at the same moment leaves one who is active', async () => {
    await setRole(test.database, test.tenants.alpha, cast.bob.email, 'OWNER', change);
    const codes = await outcomes([removeUser(test.database, test.tenants.alpha, cast.bob.email, change), deactivateUser(test.database, test.tenants.alpha, cast.alice.email, change)]);
    expect(codes).toEqual(['conflict', 'done']);
  });

  it('keeps the bare name of who is removed everywhere, who comes back with a new password', async () => {
    await removeUser(test.database, test.tenants.alpha, cast.bob.email, change);
    const user = () => test.database.transaction({ kind: 'auth' }, (tx) => tx.user.findUnique({ where: { email: cast.bob.email } }));
    expect(await user()).toMatchObject({ id: cast.bob.id, name: 'Bob', passwordHash: null });
    await addUser(test.database, test.tenants.beta, { ...dora, email: cast.bob.email, name: 'Bob B.' }, change);
    expect(await user()).toMatchObject({ id: cast.bob.id, name: 'Bob B.' });
    expect(await rolesOf('beta')).toMatchObject({ [cast.bob.email]: 'ADMIN' });
  });
});

describe('ending the sessions of a person', () => {
  it('ends those of the tenant alone, once, and writes how many', async () => {
    const open = (tenantId: string, userId: string) =>
      test.database.transaction({ kind: 'auth' }, (tx) => tx.session.create({ data: { tenantId, userId, expiresAt: new Date(change.now + 60_000) } }));
    await open(test.tenants.alpha.id, cast.bob.id);
    await open(test.tenants.alpha.id, cast.bob.id);
    const elsewhere = await open(test.tenants.beta.id, cast.charlie.id);
    expect(await endSessionsOf(test.database, test.tenants.alpha, cast.bob.email, change)).toBe(2);
    expect(await endSessionsOf(test.database, test.tenants.alpha, cast.bob.email, change)).toBe(0);
    const told = (await audit()).map(({ action, after }) => `${action} ${JSON.stringify(after)}`).sort();
    expect(told).toEqual([0, 2].map((sessions) => `session.revoke {"email":"${cast.bob.email}","sessions":${sessions}}`));
    await expect(endSessionsOf(test.database, test.tenants.alpha, cast.charlie.email, change)).rejects.toMatchObject({ code: 'not_found' });
    const after = await test.database.transaction({ kind: 'auth' }, (tx) => tx.session.findUniqueOrThrow({ where: { id: elsewhere.id } }));
    expect(after.revokedAt).toBeNull();
  });
});

async function outcomes(trials: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(trials);
  return results.map((result) => (result.status === 'fulfilled' ? 'done' : String((result.reason as { code?: string }).code))).sort();
}

async function rolesOf(slug: 'alpha' | 'beta'): Promise<Record<string, string>> {
  const members = await test.database.transaction({ kind: 'tenant', tenant: test.tenants[slug] }, (tx) => tx.membership.findMany({ include: { user: true } }));
  return Object.fromEntries(members.map(({ user, role }) => [user.email, role]));
}

function audit() {
  return test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) =>
    tx.auditEntry.findMany({ select: { action: true, before: true, after: true }, orderBy: { seq: 'asc' } }),
  );
}
