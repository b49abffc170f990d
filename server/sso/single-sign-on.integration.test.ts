import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ProviderRules } from '@/lib/settings/provider-settings';
import { runtime, setRuntime } from '@/server/runtime';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createTestBrowser, type TestBrowser } from './test-browser';
import { startTestOidcProvider, type TestOidcProvider } from './test-oidc-provider';
import { startTestSite, type TestSite } from './test-sign-in-site';

let nines: TestRuntime;
let site: TestSite;
let provider: TestOidcProvider;

beforeAll(async () => {
  process.env.AUTH_TRUST_HOST = '1';
  nines = await startTestRuntime();
  site = await startTestSite();
  provider = await startTestOidcProvider(`${site.origin}/api/auth/callback/oidc`);
});
afterAll(async () => {
  await provider.close();
  await site.close();
  await nines.close();
});
beforeEach(() => setRules({}));

/** What the owner of the installation set: the provider of the variables, with these rules. */
async function setRules(rules: Partial<ProviderRules>, { isOn = true, issuer = provider.issuer } = {}): Promise<void> {
  const working = runtime();
  const { clientId, clientSecret } = provider;
  const connection = { kind: 'oidc', issuer, clientId, scope: 'openid profile email', groupsClaim: 'groups' } as const;
  setRuntime({ ...working, config: { ...working.config, signInProviders: [{ key: 'oidc', name: 'Company', connection, clientSecret }] } });
  const settings = { providers: [{ key: 'oidc', name: 'Company', isOn, connection: null, rules: ProviderRules.parse({ domains: ['example.com'], ...rules }) }] };
  const tenantId = nines.tenants.alpha.id;
  await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) =>
    tx.tenantSettings.upsert({ where: { tenantId_section: { tenantId, section: 'providers' } }, create: { tenantId, section: 'providers', settings }, update: { settings } }),
  );
}

/** Leaves for the provider; gives its address with all that Nines asks of it. */
async function leave(browser: TestBrowser): Promise<string> {
  const { csrfToken } = (await (await browser.ask(`${site.origin}/api/auth/csrf`)).json()) as { csrfToken: string };
  const answer = await browser.ask(`${site.origin}/api/auth/signin/oidc`, { csrfToken, callbackUrl: `${site.origin}/alerts`, json: 'true' });
  return ((await answer.json()) as { url: string }).url;
}

/** Signs in at the provider; gives the address by which it sends the browser back. */
async function proveAt(browser: TestBrowser, address: string, login: string): Promise<string> {
  const isBack = (url: string) => url.startsWith(`${site.origin}/`);
  const page = await browser.follow(address, isBack);
  if (isBack(page)) return page;
  const answer = await browser.ask(page, { prompt: 'login', login, password: 'any' });
  return browser.follow(new URL(answer.headers.get('location') ?? '', page).href, isBack);
}

async function comeBack(browser: TestBrowser, address: string): Promise<string> {
  const answer = await browser.ask(address);
  return new URL(answer.headers.get('location') ?? '', site.origin).href.slice(site.origin.length);
}

async function signInAs(login: string, browser = createTestBrowser()): Promise<string> {
  return comeBack(browser, await proveAt(browser, await leave(browser), login));
}

async function person(email: string) {
  return nines.database.transaction({ kind: 'auth' }, (tx) =>
    tx.user.findUnique({ where: { email }, include: { memberships: true, identities: true, sessions: { orderBy: { createdAt: 'desc' } } } }),
  );
}

function entries(action: string) {
  return nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action }, orderBy: { at: 'desc' } }));
}

function known(login: string, claims: Record<string, unknown> = {}): void {
  provider.people.set(login, { email: `${login}@example.com`, email_verified: true, name: `The person ${login}`, groups: [], ...claims });
}

/** The session that next-auth tells to the page, as the cookie of the browser opens it. */
async function sessionOf(browser: TestBrowser): Promise<unknown> {
  return (await browser.ask(`${site.origin}/api/auth/session`)).json();
}

describe('who comes by a provider for the first time', () => {
  it('joins with the role of the first group that fits, and has a session', async () => {
    await setRules({ groups: [{ group: 'operations', role: 'ADMIN', customRole: null }, { group: 'staff', role: 'MEMBER', customRole: null }] });
    known('dora', { groups: ['staff', 'operations'] });
    const browser = createTestBrowser();
    expect(await signInAs('dora', browser)).toBe('/alerts');
    expect(await sessionOf(browser)).toMatchObject({ user: { email: 'dora@example.com', role: 'ADMIN', tenant: 'alpha' } });
    const dora = await person('dora@example.com');
    expect(dora).toMatchObject({ passwordHash: null, name: 'The person dora', memberships: [{ role: 'ADMIN' }], sessions: [{ method: 'oidc', secondFactorAt: null, address: '192.0.2.7' }] });
    expect(dora?.identities).toMatchObject([{ provider: 'oidc', subject: `oidc ${provider.issuer} dora`, joinedTenantId: nines.tenants.alpha.id }]);
    expect((await entries('member.create'))[0]).toMatchObject({ actor: { kind: 'user', id: dora?.id }, after: { email: 'dora@example.com', role: 'ADMIN', provider: 'oidc' }, address: '192.0.2.7' });
    expect((await entries('session.create'))[0]).toMatchObject({ after: { method: 'oidc' } });
  });

  it('gets a custom role of the tenant by its name', async () => {
    const tenantId = nines.tenants.alpha.id;
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.customRole.create({ data: { tenantId, name: 'Responder', permissions: ['monitoring.read', 'monitoring.alert.acknowledge'] } }));
    await setRules({ grant: { role: 'MEMBER', customRole: 'Responder' } });
    known('rita');
    const browser = createTestBrowser();
    expect(await signInAs('rita', browser)).toBe('/alerts');
    const id = (await person('rita@example.com'))?.sessions[0]?.id ?? '';
    expect((await runtime().access.bySession(id))?.permissions).toEqual(['monitoring.read', 'monitoring.alert.acknowledge']);
  });

  const refused: [what: string, login: string, claims: Record<string, unknown>, rules: Partial<ProviderRules>, reason: string][] = [
    ['an email that the provider does not confirm', 'una', { email_verified: false }, {}, 'unverified_email'],
    ['an email that the provider says nothing of', 'uma', { email_verified: undefined }, {}, 'unverified_email'],
    ['no email', 'nora', { email: undefined }, {}, 'no_email'],
    ['an email of another domain', 'otto', { email: 'otto@example.org' }, {}, 'domain'],
    ['an email of a domain that ends alike', 'olga', { email: 'olga@evil-example.com' }, {}, 'domain'],
    ['no account, where nobody new joins', 'nina', {}, { domains: [] }, 'nobody_joins'],
    ['none of the groups, where one is needed', 'greta', { groups: ['others'] }, { groups: [{ group: 'staff', role: 'VIEWER', customRole: null }], withoutGroup: 'refuse' }, 'no_group'],
    ['a tenant to join that does not exist', 'tom', {}, { tenant: 'nowhere' }, 'not_ready'],
  ];
  it.each(refused)('is refused with %s, and that is on record', async (_, login, claims, rules, reason) => {
    await setRules(rules);
    known(login, claims);
    const browser = createTestBrowser();
    expect(await signInAs(login, browser)).toBe(`/sign-in?error=${reason}`);
    expect(await sessionOf(browser)).not.toHaveProperty('user');
    expect(await person(`${login}@example.com`)).toBeNull();
    expect((await entries('session.refuse'))[0]).toMatchObject({ after: { provider: 'oidc', reason }, address: '192.0.2.7' });
  });
});

describe('who joined by a provider', () => {
  const groups: ProviderRules['groups'] = [{ group: 'operations', role: 'ADMIN', customRole: null }];

  it('gets the role of the groups at each sign-in', async () => {
    await setRules({ groups });
    known('emil', { groups: ['operations'] });
    const roleOf = async () => (await person('emil@example.com'))?.memberships[0]?.role;
    await signInAs('emil');
    expect(await roleOf()).toBe('ADMIN');
    known('emil', { groups: [] });
    await signInAs('emil');
    expect(await roleOf()).toBe('VIEWER');
    expect((await entries('member.role'))[0]).toMatchObject({ before: { role: 'ADMIN' }, after: { role: 'VIEWER', provider: 'oidc' } });
    await setRules({ groups, withoutGroup: 'refuse' });
    expect(await signInAs('emil')).toBe('/sign-in?error=no_group');
  });

  it('stays an owner once made one, whatever the groups say', async () => {
    await setRules({ groups });
    known('oskar', { groups: ['operations'] });
    await signInAs('oskar');
    const { id } = (await person('oskar@example.com')) ?? { id: '' };
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.updateMany({ where: { userId: id }, data: { role: 'OWNER' } }));
    known('oskar', { groups: [] });
    expect(await signInAs('oskar')).toBe('/alerts');
    expect((await person('oskar@example.com'))?.memberships).toMatchObject([{ role: 'OWNER' }]);
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.updateMany({ where: { userId: id }, data: { role: 'VIEWER' } }));
  });

  it('is out when deactivated, and when the provider is switched off', async () => {
    known('dirk');
    await signInAs('dirk');
    const { id } = (await person('dirk@example.com')) ?? { id: '' };
    const setDeactivated = (deactivatedAt: Date | null) => nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.updateMany({ where: { userId: id }, data: { deactivatedAt } }));
    await setDeactivated(new Date('2026-01-05T03:00:00Z'));
    expect(await signInAs('dirk')).toBe('/sign-in?error=deactivated');
    await setDeactivated(null);
    const browser = createTestBrowser();
    const back = await proveAt(browser, await leave(browser), 'dirk');
    await setRules({}, { isOn: false });
    await comeBack(browser, back);
    expect(await sessionOf(browser)).not.toHaveProperty('user');
  });

  it('is found by the subject, also when the email changed, and never by an email that somebody else now has', async () => {
    known('mara');
    await signInAs('mara');
    const before = await person('mara@example.com');
    known('mara', { email: 'mara.new@example.com' });
    expect(await signInAs('mara')).toBe('/alerts');
    expect((await person('mara@example.com'))?.sessions).toHaveLength(2);
    expect(before?.identities[0]?.userId).toBe((await person('mara@example.com'))?.identities[0]?.userId);
  });

  it('has proved a second factor where the provider says so, or is trusted with it', async () => {
    known('sven');
    await signInAs('sven');
    expect((await person('sven@example.com'))?.sessions[0]?.secondFactorAt).toBeNull();
    await setRules({ trustsSecondFactor: true });
    await signInAs('sven');
    expect((await person('sven@example.com'))?.sessions[0]?.secondFactorAt).toBeInstanceOf(Date);
    await setRules({});
    known('sven', { amr: ['pwd', 'mfa'] });
    await signInAs('sven');
    expect((await person('sven@example.com'))?.sessions[0]?.secondFactorAt ?? null).toBeNull();
  });
});

describe('an account that exists', () => {
  it('is tied by an email that the provider confirms, keeping its role', async () => {
    await setRules({ groups: [{ group: 'operations', role: 'ADMIN', customRole: null }] });
    known('bob', { groups: ['operations'] });
    expect(await signInAs('bob')).toBe('/alerts');
    expect(await signInAs('bob')).toBe('/alerts');
    expect(await person('bob@example.com')).toMatchObject({ id: nines.cast.bob.id, memberships: [{ role: 'MEMBER' }], identities: [{ joinedTenantId: null }] });
    expect((await entries('identity.link'))[0]).toMatchObject({ actor: { id: nines.cast.bob.id }, after: { provider: 'oidc' } });
  });

  it('is not tied by an email alone when it has a second factor, but when its person is signed in', async () => {
    const { victor } = nines.cast;
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.userFactor.create({ data: { userId: victor.id, kind: 'totp', name: 'Phone', sealed: 'x', confirmedAt: new Date('2026-01-05T03:00:00Z') } }));
    known('victor');
    expect(await signInAs('victor')).toBe('/sign-in?error=link_needed');
    expect((await person(victor.email))?.identities).toEqual([]);
    const browser = createTestBrowser();
    const { cookie } = await nines.openSession(victor);
    const at = cookie.indexOf('=');
    browser.jar.set(site.origin, new Map([[cookie.slice(0, at), cookie.slice(at + 1)]]));
    expect(await signInAs('victor', browser)).toBe('/alerts');
    expect((await person(victor.email))?.identities).toHaveLength(1);
  });

  it('is not tied by an email that nobody confirmed', async () => {
    known('alice', { email_verified: false });
    expect(await signInAs('alice')).toBe('/sign-in?error=unverified_email');
    expect((await person('alice@example.com'))?.identities).toEqual([]);
  });
});

describe('the way to the provider and back', () => {
  beforeAll(() => known('paul'));

  it('asks with PKCE, state and nonce, and for the exact address to come back to', async () => {
    const asked = new URL(await leave(createTestBrowser())).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', scope: 'openid profile email', code_challenge_method: 'S256', redirect_uri: `${site.origin}/api/auth/callback/oidc` });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
  });

  const broken: [what: string, address: (back: string) => string][] = [
    ['another state', (back) => back.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`)],
    ['no state', (back) => back.replace(/&?state=[^&]+/, '')],
    ['another code', (back) => back.replace(/code=[^&]+/, `code=${'A'.repeat(43)}`)],
    ['a refusal of the provider', (back) => `${back.split('?')[0] ?? ''}?error=access_denied`],
    ['an issuer that is another', (back) => back.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example')],
  ];
  it.each(broken)('refuses an answer with %s', async (_, change) => {
    const browser = createTestBrowser();
    const back = await proveAt(browser, await leave(browser), 'paul');
    expect(change(back)).not.toBe(back);
    expect(await comeBack(browser, change(back))).toMatch(/^\/(?:api\/auth\/error|sign-in)\?error=(?:OAuthCallback|Callback)$/);
    expect(await sessionOf(browser)).not.toHaveProperty('user');
  });

  it('refuses the answer in another browser than the one that left', async () => {
    const browser = createTestBrowser();
    const back = await proveAt(browser, await leave(browser), 'paul');
    expect(await comeBack(createTestBrowser(), back)).toMatch(/error=OAuthCallback/);
  });

  it.each(['nonce', 'state', 'pkce.code_verifier'])('refuses the answer with the %s of another start', async (name) => {
    const [first, second] = [createTestBrowser(), createTestBrowser()];
    const back = await proveAt(first, await leave(first), 'paul');
    await leave(second);
    const cookie = `next-auth.${name}`;
    const foreign = second.jar.get(site.origin)?.get(cookie) ?? '';
    expect(foreign).not.toBe('');
    first.jar.get(site.origin)?.set(cookie, foreign);
    expect(await comeBack(first, back)).toMatch(/error=OAuthCallback/);
  });

  it('takes a code once', async () => {
    const browser = createTestBrowser();
    const back = await proveAt(browser, await leave(browser), 'paul');
    const cookies = new Map(browser.jar.get(site.origin));
    expect(await comeBack(browser, back)).toBe('/alerts');
    const again = createTestBrowser();
    again.jar.set(site.origin, cookies);
    expect(await comeBack(again, back)).toMatch(/error=OAuthCallback/);
    expect(await sessionOf(again)).not.toHaveProperty('user');
  });

  it('does not hand a query on to the provider, and knows no other provider', async () => {
    const browser = createTestBrowser();
    const { csrfToken } = (await (await browser.ask(`${site.origin}/api/auth/csrf`)).json()) as { csrfToken: string };
    expect((await browser.ask(`${site.origin}/api/auth/signin/oidc?scope=admin`, { csrfToken })).status).toBe(500);
    expect((await browser.ask(`${site.origin}/api/auth/signin/other`, { csrfToken, json: 'true' })).headers.getSetCookie().join()).not.toContain('state');
    expect((await browser.ask(`${site.origin}/api/auth/callback/credentials`)).status).toBe(404);
  });

  it('stores no token of the provider', async () => {
    await signInAs('paul');
    const rows = await nines.database.owner.query<{ text: string }>(`select coalesce(string_agg(t::text, ' '), '') as text from (select to_jsonb(i) t from user_identities i union all select to_jsonb(s) from sessions s union all select to_jsonb(a) from audit_entries a) x`);
    expect(rows.rows[0]?.text ?? '').not.toMatch(/access_token|id_token|eyJ|the-secret-of/);
  });

  it('ends in words when the provider does not answer, and holds up nothing else', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    await setRules({}, { issuer: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    const leaving = leave(createTestBrowser());
    let isDone = false;
    void leaving.finally(() => (isDone = true));
    expect((await createTestBrowser().ask(`${site.origin}/api/auth/csrf`)).status).toBe(200);
    expect(isDone).toBe(false);
    expect(await leaving).toContain('error=OAuthSignin');
    silent.close();
    await setRules({}, { issuer: 'http://127.0.0.1:9' });
    expect(await leave(createTestBrowser())).toContain('error=OAuthSignin');
  });
});
