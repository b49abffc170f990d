import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { call } from '@/app/api/test-people';
import { ProviderRules } from '@/lib/settings/provider-settings';
import type { Provider } from '@/lib/sso/providers';
import { enterByProvider } from '@/server/sso/enter-by-provider';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';

const connection = { kind: 'oidc', issuer: 'https://login.example.com', clientId: 'nines', scope: 'openid', groupsClaim: 'groups' } as const;
const provider: Provider = { key: 'company', name: 'Company', isOn: true, connection, clientSecret: 'x', isFromVariables: true, rules: ProviderRules.parse({}) };

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
});
afterAll(() => nines.close());

/** Comes back from the provider as somebody, in a browser where `signedInUserId` is signed in. */
const come = (email: string, signedInUserId: string | null) =>
  enterByProvider(nines.database, {
    provider, signedInUserId, identity: { subject: `oidc https://login.example.com ${email}`, email, isEmailVerified: true, name: null, groups: [], hasSecondFactor: false },
    from: { address: '192.0.2.7', userAgent: null, now: Date.now(), requestId: 'test' },
  });
const setPassword = (userId: string, passwordHash: string | null) => nines.database.transaction({ kind: 'auth' }, (tx) => tx.user.update({ where: { id: userId }, data: { passwordHash } }));

describe('what somebody is linked with at providers', () => {
  it('is listed for that person alone, unlinked by that person alone, and opens nothing any more', async () => {
    const { alice, bob } = nines.cast;
    expect(await come(alice.email, alice.id)).toMatchObject({ userId: alice.id });
    const [hers, his] = [await nines.openSession(alice), await nines.openSession(bob)];
    expect((await call(nines, hers, 'GET', '/api/account/identities')).body).toMatchObject({ identities: [{ provider: 'company', email: alice.email }] });
    expect((await call(nines, his, 'GET', '/api/account/identities')).body).toEqual({ identities: [] });
    expect((await call(nines, his, 'DELETE', '/api/account/identities/company')).status).toBe(404);
    expect((await call(nines, hers, 'DELETE', '/api/account/identities/company')).status).toBe(200);
    expect((await call(nines, hers, 'GET', '/api/account/identities')).body).toEqual({ identities: [] });
  });

  it('is never taken away as the last way in', async () => {
    const { bob } = nines.cast;
    await come(bob.email, bob.id);
    const { passwordHash } = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.user.findUniqueOrThrow({ where: { id: bob.id } }));
    await setPassword(bob.id, null);
    const his = await nines.openSession(bob);
    expect(await call(nines, his, 'DELETE', '/api/account/identities/company')).toMatchObject({ status: 409, body: { detail: expect.stringContaining('only way to sign in') } });
    expect((await call(nines, his, 'GET', '/api/account/identities')).body).toMatchObject({ identities: [{ provider: 'company' }] });
    await setPassword(bob.id, passwordHash);
  });

  it('makes nobody else of who is signed in', async () => {
    const { alice, bob, victor } = nines.cast;
    await come(bob.email, bob.id);
    expect(await come(bob.email, alice.id)).toEqual({ refusal: 'of_another' });
    expect(await come(victor.email, alice.id)).toEqual({ refusal: 'other_email' });
    expect(await come('nobody@example.com', alice.id)).toEqual({ refusal: 'other_email' });
  });
});
