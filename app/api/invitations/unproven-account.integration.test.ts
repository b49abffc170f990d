import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { call } from '@/app/api/test-people';
import { ProviderRules } from '@/lib/settings/provider-settings';
import type { Identity } from '@/lib/sso/identity';
import type { Provider } from '@/lib/sso/providers';
import { resetPassword } from '@/server/account/reset';
import { issueToken } from '@/server/account/one-time-tokens';
import { signIn, type SignInWorld } from '@/server/auth/sign-in';
import type { Database } from '@/server/database/database';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { enterByProvider } from '@/server/sso/enter-by-provider';

let email = '';
let people = 0;
const password = 'whoever opened the link chose this';
const identity = (): Identity => ({ subject: `oidc https://login.example.com ${email}`, email, isEmailVerified: true, name: 'Vera', groups: [], hasSecondFactor: false });
const connection = { kind: 'oidc', issuer: 'https://login.example.com', clientId: 'nines', scope: 'openid', groupsClaim: 'groups' } as const;
const provider: Provider = { key: 'oidc', name: 'Company', isOn: true, connection, clientSecret: 'x', isFromVariables: true, rules: ProviderRules.parse({}) };

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
});
afterAll(() => nines.close());

const trySignIn = (world: SignInWorld = nines.runtime) => signIn(world, { email, password, address: '198.51.100.9', userAgent: null, now: Date.now(), requestId: 'test' });
const comeByProvider = (signedInUserId: string | null = null) =>
  enterByProvider(nines.database, { provider, identity: identity(), from: { address: '192.0.2.7', userAgent: null, now: Date.now(), requestId: 'test' }, signedInUserId });
const vera = () => nines.database.transaction({ kind: 'auth' }, (tx) => tx.user.findUniqueOrThrow({ where: { email }, include: { factors: true, contacts: true, identities: true, sessions: { where: { revokedAt: null } } } }));

/** Somebody else has the link of the invitation, and makes the account of this email theirs. */
async function hijack(): Promise<{ id: string; sessionId: string }> {
  email = `vera-${(people += 1)}@example.com`;
  const owner = await nines.openSession(nines.cast.alice);
  const { body } = await call(nines, owner, 'POST', '/api/monitoring/invitations', { email, given: { role: 'MEMBER' } });
  const link = String(body.url).split('/').at(-1) ?? '';
  expect((await call(nines, null, 'POST', `/api/invitations/${link}`, { name: 'Vera', password })).status).toBe(200);
  const signedIn = await trySignIn();
  if (!signedIn || typeof signedIn === 'string') throw new Error('The account of the invitation does not sign in.');
  const { userId: id, sessionId } = signedIn;
  await nines.database.transaction({ kind: 'auth' }, async (tx) => {
    await tx.userFactor.create({ data: { userId: id, kind: 'totp', name: 'Waiting', sealed: 'x' } });
    await tx.userContact.create({ data: { userId: id, kind: 'email', address: 'thief@example.org', verifiedAt: new Date() } });
  });
  const tenantId = nines.tenants.alpha.id;
  await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.pushSubscription.create({ data: { tenantId, userId: id, endpointHash: email, sealed: 'x' } }));
  return { id, sessionId };
}

describe('an account that an invitation made, whose person comes by a provider later', () => {
  it('loses the password, the sessions, the addresses and the browsers of before, and that is on record', async () => {
    const { id, sessionId } = await hijack();
    expect(await nines.runtime.access.bySession(sessionId)).not.toBeNull();
    const entered = await comeByProvider();
    expect(entered).toMatchObject({ userId: id });
    expect(await trySignIn()).toBeNull();
    await expect.poll(() => nines.runtime.access.bySession(sessionId), { timeout: 10_000 }).toBeNull();
    const own = await vera();
    expect(own).toMatchObject({ passwordHash: null, isEmailProven: true, factors: [], contacts: [], identities: [{ provider: 'oidc' }] });
    expect(own.sessions.map((session) => session.id)).toEqual(['sessionId' in entered ? entered.sessionId : '']);
    const { entry, browsers } = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, async (tx) => ({
      entry: await tx.auditEntry.findFirst({ where: { action: 'identity.link' }, orderBy: { at: 'desc' } }),
      browsers: await tx.pushSubscription.count({ where: { userId: id } }),
    }));
    expect(browsers).toBe(0);
    expect(entry).toMatchObject({ actor: { id }, before: { unproven: { hadPassword: true, sessions: 1, factors: 1, addresses: 1, browsers: 1 } }, after: { provider: 'oidc', email } });
  });

  it('keeps what it has when its person is signed in to it, and when a link by mail proved the email', async () => {
    const first = await hijack();
    expect(await comeByProvider(first.id)).toMatchObject({ userId: first.id });
    expect(await trySignIn()).not.toBeNull();
    const { id } = await hijack();
    const token = await nines.database.transaction({ kind: 'auth' }, (tx) => issueToken(tx, { kind: 'reset', userId: id, now: Date.now(), lifeMs: 60_000 }));
    await resetPassword(nines.runtime, { token, password }, { now: Date.now(), requestId: 'test', address: '192.0.2.7' });
    expect(await comeByProvider()).toMatchObject({ userId: id });
    expect(await trySignIn()).not.toBeNull();
  });

  it('is not tied while it has a second factor: neither side gets at the other', async () => {
    const { id } = await hijack();
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.userFactor.updateMany({ where: { userId: id }, data: { confirmedAt: new Date() } }));
    expect(await comeByProvider()).toEqual({ refusal: 'link_needed' });
    expect((await vera()).identities).toEqual([]);
  });
});

it('a password that is changed while a sign-in by it is checked opens no session', async () => {
  const { id } = await hijack();
  let transactions = 0;
  const database: Database = {
    ...nines.database,
    async transaction(scope, run) {
      const result = await nines.database.transaction(scope, run);
      // The account was read; its password is checked next.
      if ((transactions += 1) === 2) await nines.database.transaction({ kind: 'auth' }, (tx) => tx.user.update({ where: { id }, data: { passwordHash: 'another' } }));
      return result;
    },
  };
  expect(await trySignIn({ ...nines.runtime, database })).toBeNull();
  expect(transactions).toBeGreaterThan(2);
});
