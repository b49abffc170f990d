import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isResetOpen } from '@/server/account/reset';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createCast, type Cast } from '@/server/test-runtime';
import { runCommand } from './index';

let test: TestDatabase;
let cast: Cast;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => test.drop());

async function nines(...words: string[]): Promise<string> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  try {
    await runCommand(words, async () => ({ database: test.database, close: async () => undefined }));
    return printed;
  } finally {
    write.mockRestore();
  }
}

const tokenIn = (printed: string) => /\/reset\/([\w-]{43})\n/.exec(printed)?.[1] ?? '';
const auth = <T>(run: Parameters<typeof test.database.transaction<T>>[1]) => test.database.transaction({ kind: 'auth' }, run);
const audit = (action: string) => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action } }));

describe('owner reset', () => {
  it('lets an owner in again whatever kept them out, and nobody else', async () => {
    const [tenantId, userId] = [test.tenants.alpha.id, cast.alice.id];
    await auth(async (tx) => {
      await tx.userFactor.create({ data: { userId, kind: 'totp', name: 'Lost phone', sealed: 'x', confirmedAt: new Date() } });
      await tx.membership.updateMany({ where: { tenantId, userId }, data: { deactivatedAt: new Date() } });
      await tx.session.create({ data: { tenantId, userId, expiresAt: new Date(Date.now() + 3_600_000) } });
    });
    await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.tenantSettings.create({ data: { tenantId, section: 'sign-in', settings: { isPasswordOn: false, sessionDays: 7 } } }));
    const first = tokenIn(await nines('owner', 'reset', '--tenant', 'alpha'));
    const token = tokenIn(await nines('owner', 'reset', cast.alice.email, '--tenant', 'alpha'));
    expect(await isResetOpen(test.database, first, Date.now())).toBe(false);
    expect(await isResetOpen(test.database, token, Date.now())).toBe(true);
    expect(await isResetOpen(test.database, token, Date.now() + 31 * 60_000)).toBe(false);
    const alice = await auth((tx) => tx.user.findUniqueOrThrow({ where: { id: userId }, include: { factors: true, sessions: { where: { revokedAt: null } }, memberships: true } }));
    expect(alice).toMatchObject({ passwordHash: null, factors: [], sessions: [], memberships: [{ role: 'OWNER', deactivatedAt: null }] });
    const settings = await auth((tx) => tx.tenantSettings.findFirstOrThrow({ where: { tenantId, section: 'sign-in' } }));
    expect(settings).toMatchObject({ version: 2, settings: { isPasswordOn: true, sessionDays: 7 } });
    expect(await audit('owner.reset')).toMatchObject([{ actor: { kind: 'system', id: 'command-line' }, after: { email: cast.alice.email, factors: 1, sessions: 1, reactivated: true } }, { after: { factors: 0, sessions: 0, reactivated: false } }]);
    expect(JSON.stringify((await audit('owner.reset')).map(({ after }) => after))).not.toContain(token);
  });

  it('makes nobody an owner while there is one', async () => {
    await expect(nines('owner', 'reset', cast.bob.email, '--tenant', 'alpha', '--yes')).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(cast.alice.email) as string });
  });

  it('makes an owner where there is none', async () => {
    await auth((tx) => tx.membership.deleteMany({ where: { tenantId: test.tenants.beta.id } }));
    await expect(nines('owner', 'reset', '--tenant', 'beta')).rejects.toMatchObject({ code: 'invalid' });
    expect(tokenIn(await nines('owner', 'reset', 'new@example.com', '--tenant', 'beta', '--yes'))).not.toBe('');
    expect(await auth((tx) => tx.user.findUnique({ where: { email: 'new@example.com' }, include: { memberships: true } }))).toMatchObject({ memberships: [{ role: 'OWNER', tenantId: test.tenants.beta.id }] });
  });

  it.each([[['nobody']], [['--what']]])('tells how it is used when called with %j', async (words) => {
    await expect(nines('owner', 'reset', ...words)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('owner reset [EMAIL]') as string });
  });
});
