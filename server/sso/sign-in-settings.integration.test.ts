import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { StoredProvider } from '@/lib/settings/provider-settings';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { putProvider, readProviders, removeProvider } from './manage-providers';
import { assertOwnerCanSignIn } from './owner-can-sign-in';
import { loadProviders } from './load-providers';
import { readSignIn, updateSignIn } from './sign-in-settings';

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

const at = Date.parse('2026-11-20T10:00:00Z');
const alice = () => callerOf(nines.cast.alice, permissions, at);
const admin = () => callerOf({ ...nines.cast.bob, role: 'ADMIN' }, permissions, at);
const auth = <T>(run: Parameters<typeof nines.database.transaction<T>>[1]) => nines.database.transaction({ kind: 'auth' }, run);
const passkeyOf = (userId: string) => auth((tx) => tx.userFactor.create({ data: { userId, kind: 'passkey', name: 'Key', credentialId: `id of ${userId}`, publicKey: new Uint8Array([1]), confirmedAt: new Date(at) } }));

async function update(change: Partial<SignInSettings>, caller = alice()) {
  const { version, settings } = await readSignIn(nines.runtime, caller);
  return updateSignIn(nines.runtime, caller, { version, settings: { ...settings, ...change } });
}
type SignInSettings = ReturnType<typeof SignInSettings.parse>;

const gitHub = StoredProvider.omit({ key: true }).parse({ name: 'GitHub', connection: { kind: 'github', clientId: 'nines' } });
const versionNow = async () => (await readProviders(nines.runtime, alice())).version;

beforeEach(async () => {
  await nines.database.owner.query('truncate tenant_settings, user_factors, user_identities');
});

describe('the policy of sign-in', () => {
  it('is saved with who has no second factor by role, and audited', async () => {
    await passkeyOf(nines.cast.victor.id);
    const saved = await update({ secondFactorFor: ['OWNER', 'VIEWER'], sessionDays: 7 });
    expect(saved).toMatchObject({ version: 1, settings: { secondFactorFor: ['OWNER', 'VIEWER'], sessionDays: 7, isPasswordOn: true }, canDoWithoutPassword: false });
    expect(saved.roles).toEqual([
      { role: 'OWNER', people: 1, withoutSecondFactor: 1 }, { role: 'ADMIN', people: 0, withoutSecondFactor: 0 },
      { role: 'MEMBER', people: 1, withoutSecondFactor: 1 }, { role: 'VIEWER', people: 1, withoutSecondFactor: 0 },
    ]);
    await expect(updateSignIn(nines.runtime, alice(), { version: 0, settings: SignInSettings.parse({}) })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is of each tenant alone', async () => {
    await update({ sessionDays: 7 });
    expect((await readSignIn(nines.runtime, callerOf(nines.cast.charlie, permissions, at))).settings.sessionDays).toBe(30);
  });

  const ownersAlone: [what: string, change: Partial<SignInSettings>][] = [['the second factor of owners', { secondFactorFor: ['OWNER'] }], ['whether passwords count', { isPasswordOn: false }]];
  it.each(ownersAlone)('lets no admin decide %s', async (_, change) => {
    await passkeyOf(nines.cast.alice.id);
    await expect(update(change, admin())).rejects.toMatchObject({ code: 'forbidden' });
    expect((await update({ secondFactorFor: ['MEMBER'] }, admin())).version).toBe(1);
  });
});

describe('passwords', () => {
  it('stay on while no owner has another way in', async () => {
    await passkeyOf(nines.cast.bob.id);
    await expect(update({ isPasswordOn: false })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Passwords stay on') as string });
  });

  it('go off with a passkey of an owner, which then cannot be taken away', async () => {
    const { id } = await passkeyOf(nines.cast.alice.id);
    expect((await update({ isPasswordOn: false })).settings.isPasswordOn).toBe(false);
    const removal = auth(async (tx) => {
      await tx.userFactor.delete({ where: { id } });
      await assertOwnerCanSignIn(tx, nines.tenants.alpha.id);
    });
    await expect(removal).rejects.toMatchObject({ code: 'conflict' });
    await auth((tx) => assertOwnerCanSignIn(tx, nines.tenants.alpha.id));
    await auth((tx) => assertOwnerCanSignIn(tx, nines.tenants.beta.id));
  });

  it('go off with an identity that was used, and its provider then stays on and where it is', async () => {
    await putProvider(nines.runtime, alice(), 'hub', { version: 0, provider: gitHub, clientSecret: 's3cret' });
    await auth((tx) => tx.userIdentity.create({ data: { provider: 'hub', subject: 'github 1', userId: nines.cast.alice.id } }));
    await expect(update({ isPasswordOn: false })).rejects.toMatchObject({ code: 'conflict' });
    await auth((tx) => tx.userIdentity.updateMany({ where: { provider: 'hub' }, data: { lastUsedAt: new Date(at) } }));
    await update({ isPasswordOn: false });
    const version = await versionNow();
    await expect(removeProvider(nines.runtime, alice(), 'hub', version)).rejects.toMatchObject({ code: 'conflict' });
    await expect(putProvider(nines.runtime, alice(), 'hub', { version, provider: { ...gitHub, isOn: false } })).rejects.toMatchObject({ code: 'conflict' });
    const elsewhere = { ...gitHub, connection: { kind: 'google' as const, clientId: 'nines' } };
    await expect(putProvider(nines.runtime, alice(), 'hub', { version, provider: elsewhere, clientSecret: 'x' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await versionNow()).toBe(version);
  });

  it('of two who take away the last two ways, one is refused', async () => {
    const keys = [await passkeyOf(nines.cast.alice.id), await auth((tx) => tx.userFactor.create({ data: { userId: nines.cast.alice.id, kind: 'passkey', name: 'Two', credentialId: 'two', publicKey: new Uint8Array([2]), confirmedAt: new Date(at) } }))];
    await update({ isPasswordOn: false });
    const removals = keys.map(({ id }) => auth(async (tx) => {
      await tx.userFactor.delete({ where: { id } });
      await assertOwnerCanSignIn(tx, nines.tenants.alpha.id);
    }));
    const results = await Promise.allSettled(removals);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a provider of Config', () => {
  it('works at once, and its secret is stored sealed and never shown or audited', async () => {
    const answer = await putProvider(nines.runtime, alice(), 'hub', { version: 0, provider: gitHub, clientSecret: 's3cret-of-the-hub' });
    expect(answer.providers).toMatchObject([{ key: 'hub', kind: 'github', isOn: true, hasSecret: true, isFromVariables: false, people: 0 }]);
    expect(JSON.stringify(answer)).not.toContain('s3cret');
    expect(await loadProviders(nines.runtime)).toMatchObject([{ key: 'hub', clientSecret: 's3cret-of-the-hub' }]);
    const { rows } = await nines.database.owner.query<{ text: string }>("select string_agg(t::text, ' ') as text from (select to_jsonb(s) t from tenant_settings s union all select to_jsonb(a) from audit_entries a) x");
    expect(rows[0]?.text).not.toContain('s3cret');
    await putProvider(nines.runtime, alice(), 'hub', { version: 1, provider: { ...gitHub, isOn: false } });
    expect(await loadProviders(nines.runtime)).toEqual([]);
    expect((await removeProvider(nines.runtime, alice(), 'hub', 2)).providers).toEqual([]);
  });

  it('sends its secret to no other place than it was entered for', async () => {
    await putProvider(nines.runtime, alice(), 'sso', { version: 0, provider: { ...gitHub, connection: { kind: 'oidc', issuer: 'https://a.example', clientId: 'nines', scope: 'openid', groupsClaim: 'groups' } }, clientSecret: 'x' });
    const moved = { ...gitHub, connection: { kind: 'oidc' as const, issuer: 'https://b.example', clientId: 'nines', scope: 'openid', groupsClaim: 'groups' } };
    await expect(putProvider(nines.runtime, alice(), 'sso', { version: 1, provider: moved })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.clientSecret' }] });
  });

  const wrong: [what: string, provider: typeof gitHub, path: string][] = [
    ['a tenant that is not there', { ...gitHub, rules: { ...gitHub.rules, tenant: 'nowhere' } }, 'body.provider.rules.tenant'],
    ['a custom role that is not there', { ...gitHub, rules: { ...gitHub.rules, grant: { role: 'MEMBER', customRole: 'Nobody' } } }, 'body.provider.rules.grant.customRole'],
    ['no place', { ...gitHub, connection: null }, 'body.provider.connection'],
    ['a metadata service for an issuer', { ...gitHub, connection: { kind: 'oidc', issuer: 'https://169.254.169.254', clientId: 'x', scope: 'openid', groupsClaim: 'groups' } }, 'body.provider.connection.issuer'],
  ];
  it.each(wrong)('is refused with %s', async (_, provider, path) => {
    await expect(putProvider(nines.runtime, alice(), 'hub', { version: 0, provider, clientSecret: 'x' })).rejects.toMatchObject({ code: 'invalid', issues: [{ path }] });
  });

  it('is of owners of the installation alone', async () => {
    const input = { version: 0, provider: gitHub, clientSecret: 'x' };
    await expect(putProvider(nines.runtime, admin(), 'hub', input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(putProvider(nines.runtime, callerOf(nines.cast.charlie, permissions, at), 'hub', input)).rejects.toMatchObject({ code: 'not_found' });
    expect((await readProviders(nines.runtime, admin())).tenants).toHaveLength(1);
  });
});
