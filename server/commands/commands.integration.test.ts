import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAccessCache } from '@/server/auth/access-cache';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createCast, type Cast } from '@/server/test-runtime';
import { runCommand } from './index';

let test: TestDatabase;
let cast: Cast;
let opened: number;
let closed: number;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => test.drop());
beforeEach(() => {
  opened = 0;
  closed = 0;
});

/** Runs `npm run nines -- WORDS` and gives what it prints. */
async function nines(...words: string[]): Promise<string> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  try {
    await runCommand(words, async () => {
      opened += 1;
      return { database: test.database, close: async () => void (closed += 1) };
    });
    return printed;
  } finally {
    write.mockRestore();
  }
}

const auditOf = (action: string) =>
  test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action }, orderBy: { at: 'asc' } }));

const inAlpha = ['--tenant', 'alpha'];

describe('help', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('is printed for %j, without a database', async (words) => {
    expect(await nines(...words)).toMatch(/keys create.*users add.*sessions end/s);
    expect(opened).toBe(0);
  });

  it('of one command shows how it is used', async () => {
    expect(await nines('keys', 'create', '--help')).toMatch(/^npm run nines -- keys create --name NAME/);
  });

  it.each(['keys', 'keys destroy', 'constructor', 'toString', '__proto__', 'hasOwnProperty x'])('comes with the refusal of "%s"', async (words) => {
    await expect(nines(...words.split(' '))).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(/^There is no command .*\n\nCommands:/s) as string });
  });
});

describe('keys', () => {
  it('create prints a key once that works at once', async () => {
    const printed = await nines('keys', 'create', '--name', 'agent of web-1', '--expires', '30d', ...inAlpha);
    const key = /^nines_[\w-]{43}/.exec(printed)?.[0] ?? '';
    expect(await createAccessCache(test.database).byKey(key, '192.0.2.1')).toMatchObject({ tenant: { slug: 'alpha' }, permissions: ['monitoring.write'] });
    expect((await auditOf('key.create')).at(-1)).toMatchObject({ actor: { kind: 'system', id: 'command-line' }, after: { name: 'agent of web-1', scopes: ['monitoring.write'] } });
    expect(await nines('keys', 'list', ...inAlpha)).toMatch(/agent of web-1\tmonitoring\.write\tends 20/);
    expect(await nines('keys', 'list', ...inAlpha)).not.toContain(key);
    expect(await nines('keys', 'list', '--tenant', 'beta')).toBe('There is no API key yet.\n');
  });

  it('create takes many scopes', async () => {
    const printed = await nines('keys', 'create', '--name', 'x', '--scope', 'monitoring.read,monitoring.write', '--scope', 'monitoring.config.read', ...inAlpha);
    expect(printed).toContain('may monitoring.read, monitoring.write, monitoring.config.read without an end');
  });

  it('rotate prints a new key of the same name, and the old one goes on for the overlap', async () => {
    const printed = await nines('keys', 'create', '--name', 'shipper', ...inAlpha);
    const id = /Key ([0-9a-f-]{36})/.exec(printed)?.[1] ?? '';
    await expect(nines('keys', 'rotate', id, '--overlap', '2592001', ...inAlpha)).rejects.toMatchObject({ code: 'invalid' });
    await expect(nines('keys', 'rotate', id, '--tenant', 'beta')).rejects.toMatchObject({ code: 'not_found' });
    const rotated = await nines('keys', 'rotate', id, '--overlap', '3600', ...inAlpha);
    const access = createAccessCache(test.database);
    for (const text of [printed, rotated]) expect(await access.byKey(text.split('\n')[0] ?? '', '192.0.2.1')).not.toBeNull();
    await expect(nines('keys', 'rotate', id, ...inAlpha)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('revoke ends a key once', async () => {
    const printed = await nines('keys', 'create', '--name', 'short-lived', ...inAlpha);
    const id = /Key ([0-9a-f-]{36})/.exec(printed)?.[1] ?? '';
    await expect(nines('keys', 'revoke', id, '--tenant', 'beta')).rejects.toMatchObject({ code: 'not_found' });
    expect(await nines('keys', 'revoke', id, ...inAlpha)).toBe(`Key ${id} is revoked.\n`);
    await expect(nines('keys', 'revoke', id, ...inAlpha)).rejects.toMatchObject({ code: 'conflict' });
    expect(await createAccessCache(test.database).byKey(printed.slice(0, 49), '192.0.2.1')).toBeNull();
    expect(await auditOf('key.revoke')).toMatchObject([{ before: { id, name: 'short-lived' } }]);
    expect([opened, closed]).toEqual([4, 4]);
  });
});

describe('users', () => {
  it('add reads the password from NINES_PASSWORD and never prints it', async () => {
    vi.stubEnv('NINES_PASSWORD', 'a long enough password');
    expect(await nines('users', 'add', 'Dora@Example.com', '--role', 'admin', '--name', 'Dora', ...inAlpha)).toBe('dora@example.com was added as ADMIN.\n');
    await expect(nines('users', 'add', 'dora@example.com', '--role', 'VIEWER', ...inAlpha)).rejects.toMatchObject({ code: 'conflict' });
    expect(await auditOf('member.create')).toMatchObject([{ after: { email: 'dora@example.com', role: 'ADMIN' } }]);
    vi.stubEnv('NINES_PASSWORD', 'short');
    await expect(nines('users', 'add', 'eve@example.com', '--role', 'ADMIN', ...inAlpha)).rejects.toMatchObject({ message: expect.not.stringContaining('short') as string });
    vi.unstubAllEnvs();
  });

  it('role changes a role, but not that of the last owner', async () => {
    expect(await nines('users', 'role', cast.bob.email, 'ADMIN', ...inAlpha)).toBe(`${cast.bob.email} is ADMIN now.\n`);
    expect(await auditOf('member.role')).toMatchObject([{ before: { role: 'MEMBER' }, after: { role: 'ADMIN' } }]);
    await expect(nines('users', 'role', cast.alice.email, 'VIEWER', ...inAlpha)).rejects.toMatchObject({ code: 'conflict' });
    await expect(nines('users', 'role', cast.charlie.email, 'VIEWER', ...inAlpha)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('sessions', () => {
  it('end signs a person out everywhere', async () => {
    const { id } = await test.database.transaction({ kind: 'auth' }, (tx) =>
      tx.session.create({ data: { tenantId: test.tenants.alpha.id, userId: cast.alice.id, expiresAt: new Date(Date.now() + 60_000) } }),
    );
    expect(await nines('sessions', 'end', cast.alice.email, ...inAlpha)).toBe(`1 session of ${cast.alice.email} ended.\n`);
    expect(await createAccessCache(test.database).bySession(id)).toBeNull();
    expect(await auditOf('session.revoke')).toMatchObject([{ after: { email: cast.alice.email, sessions: 1 } }]);
    expect(await nines('sessions', 'end', cast.alice.email, ...inAlpha)).toBe(`0 sessions of ${cast.alice.email} ended.\n`);
  });
});

describe('a wrong word', () => {
  const wrong: [words: string[], says: RegExp][] = [
    [['keys', 'create'], /Give the key a --name/],
    [['keys', 'create', '--name', ' '], /Give the key a --name/],
    [['keys', 'create', '--name', 'x', '--scope', 'everything'], /"everything" is not a permission/],
    [['keys', 'create', '--name', 'x', '--expires', '0d'], /--expires 0d is not a number of days/],
    [['keys', 'create', '--name', 'x', '--expires', 'never'], /--expires never/],
    [['keys', 'create', '--nme', 'x'], /--nme.*Use: npm run nines -- keys create/s],
    [['keys', 'revoke', 'x'], /Give the id of the key/],
    [['keys', 'revoke', '-'.repeat(36)], /Use: npm run nines -- keys revoke/],
    [['keys', 'revoke', 'f'.repeat(36)], /Give the id of the key/],
    [['users', 'add', 'nobody', '--role', 'ADMIN'], /"nobody" is not an email/],
    [['users', 'add', 'eve@example.com'], /Give a role/],
    [['users', 'role', 'alice@example.com', 'GOD'], /Give a role: OWNER/],
    [['sessions', 'end'], /is not an email/],
  ];
  it.each(wrong)('%j is told before the database is touched', async (words, says) => {
    await expect(nines(...words)).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(says) as string });
    expect(opened).toBe(0);
  });

  it('of a tenant, or none where there are two, names those there are, and closes the database', async () => {
    for (const words of [['keys', 'list', '--tenant', "x' or 1=1"], ['keys', 'list']]) {
      await expect(nines(...words)).rejects.toMatchObject({ message: 'Name the tenant by --tenant. There are: alpha, beta.' });
    }
    expect([opened, closed]).toEqual([2, 2]);
  });
});
