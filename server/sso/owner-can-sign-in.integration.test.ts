import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { setRole } from '@/server/auth/members';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createCast, type Cast } from '@/server/test-runtime';

const issuer = 'https://login.example.com';
const variables = { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: 'nines', AUTH_OIDC_CLIENT_SECRET: 'secret' };

let test: TestDatabase;
let cast: Cast;

/** As a command finds it: Nines is not started in this process. Alpha takes no passwords, and has two owners. */
beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  await store('sign-in', { isPasswordOn: false });
});
beforeEach(async () => {
  await test.database.transaction({ kind: 'auth' }, async (tx) => {
    await tx.membership.updateMany({ where: { userId: cast.bob.id }, data: { role: 'OWNER', version: 1 } });
    await tx.userIdentity.deleteMany();
  });
});
afterEach(() => {
  for (const name of Object.keys(variables)) delete process.env[name];
});
afterAll(() => test.drop());

async function store(section: string, settings: object, sealed: string | null = null): Promise<void> {
  const tenantId = test.tenants.alpha.id;
  const data = { settings, sealed };
  await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) =>
    tx.tenantSettings.upsert({ where: { tenantId_section: { tenantId, section } }, create: { tenantId, section, ...data }, update: data }),
  );
}

const cameBy = (provider: string, subject: string) =>
  test.database.transaction({ kind: 'auth' }, (tx) => tx.userIdentity.create({ data: { provider, subject, userId: cast.alice.id, lastUsedAt: new Date() } }));
const demoteBob = () => setRole(test.database, test.tenants.alpha, cast.bob.email, 'MEMBER', { actor: { kind: 'system', id: 'command-line' }, requestId: 'test', now: Date.now() });

it('a command leaves an owner who came in by a provider of the variables', async () => {
  Object.assign(process.env, variables);
  await cameBy('oidc', `oidc ${issuer} alice`);
  await demoteBob();
});

it('a command leaves an owner who came in by a provider of Config', async () => {
  await store('providers', { providers: [{ key: 'hub', name: 'Hub', connection: { kind: 'github', clientId: 'nines' } }] }, 'sealed');
  await cameBy('hub', 'github 1');
  await demoteBob();
});

const none: [what: string, prepare: () => Promise<unknown>][] = [
  ['no provider is set up any more', () => cameBy('oidc', `oidc ${issuer} alice`)],
  ['the provider leads elsewhere now', async () => {
    Object.assign(process.env, variables);
    await cameBy('oidc', 'oidc https://other.example.com alice');
  }],
  ['the provider is off', async () => {
    await store('providers', { providers: [{ key: 'hub', name: 'Hub', isOn: false, connection: { kind: 'github', clientId: 'nines' } }] }, 'sealed');
    await cameBy('hub', 'github 1');
  }],
  ['the provider has no secret', async () => {
    await store('providers', { providers: [{ key: 'hub', name: 'Hub', connection: { kind: 'github', clientId: 'nines' } }] });
    await cameBy('hub', 'github 1');
  }],
];
it.each(none)('a command locks nobody out when %s', async (_, prepare) => {
  await prepare();
  await expect(demoteBob()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('no owner who can sign in') as string });
});
