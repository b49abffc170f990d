import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as limitsRoute from './route';
import * as lockoutsRoute from './lockouts/route';
import * as previewRoute from './preview/route';
import * as unlockRoute from './unlock/route';
import * as keysRoute from '@/app/api/monitoring/keys/route';
import * as setupRoute from '@/app/api/setup/route';
import { permissions } from '@/lib/auth/permissions';
import { Problem } from '@/lib/problem';
import { LimitSettings } from '@/lib/settings/limit-settings';
import { signIn } from '@/server/auth/sign-in';
import { saveSettings } from '@/server/settings/settings';
import { listenToSettings } from '@/server/settings/listen-to-settings';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { followLimits } from '@/server/limits/follow-settings';
import { createRateLimits } from '@/server/limits/rate-limits';

let nines: TestRuntime;
let alice: string;
let charlie: string;

beforeAll(async () => {
  nines = await startTestRuntime({
    routes: { '/api/monitoring/limits': limitsRoute, '/api/monitoring/limits/lockouts': lockoutsRoute, '/api/monitoring/limits/preview': previewRoute, '/api/monitoring/limits/unlock': unlockRoute, '/api/monitoring/keys': keysRoute, '/api/setup': setupRoute },
  });
  alice = (await nines.openSession(nines.cast.alice)).cookie;
  charlie = (await nines.openSession(nines.cast.charlie)).cookie;
});
afterAll(() => nines.close());
afterEach(() => nines.runtime.limits.apply(LimitSettings.parse({})));

/** Sends as many at once and counts the answers by status. */
async function flood(count: number, headers: Record<string, string>, path = '/api/monitoring/keys'): Promise<Record<number, number>> {
  const byStatus: Record<number, number> = {};
  for (let sent = 0; sent < count; sent += 50) {
    const answers = await Promise.all(Array.from({ length: Math.min(50, count - sent) }, () => fetch(nines.origin + path, { headers })));
    for (const answer of answers) {
      byStatus[answer.status] = (byStatus[answer.status] ?? 0) + 1;
      await answer.arrayBuffer();
    }
  }
  return byStatus;
}

/** So slow that nothing is refilled while a test runs. */
const tight = (kind: 'address' | 'user' | 'key' | 'tenant', burst: number) => {
  const settings = LimitSettings.parse({});
  settings[kind] = { perSecond: 0.001, burst };
  nines.runtime.limits.apply(settings);
};

describe('a flood', () => {
  it('of a person is refused alone: not those of the same tenant, not keys, not other tenants', async () => {
    const second = await nines.openSession(nines.cast.victor);
    const key = await nines.keyOf(nines.tenants.alpha, 'monitoring.config.read');
    tight('user', 100);
    const counted = await flood(150, { cookie: alice });
    expect(counted[429]).toBeGreaterThanOrEqual(50);
    expect(await flood(10, { cookie: second.cookie })).toEqual({ 403: 10 });
    expect(await flood(10, { authorization: `Bearer ${key}` })).toEqual({ 200: 10 });
    expect(await flood(10, { cookie: charlie })).toEqual({ 200: 10 });
  });

  it('of a key is refused alone', async () => {
    const key = await nines.keyOf(nines.tenants.alpha, 'monitoring.config.read', 'monitoring.read');
    const other = await nines.keyOf(nines.tenants.alpha, 'monitoring.config.read', 'monitoring.write');
    tight('key', 20);
    expect(await flood(50, { authorization: `Bearer ${key}` })).toEqual({ 200: 20, 429: 30 });
    expect(await flood(10, { authorization: `Bearer ${other}` })).toEqual({ 200: 10 });
    expect(await flood(10, { cookie: alice })).toEqual({ 200: 10 });
  });

  it('of a tenant is refused alone', async () => {
    const key = await nines.keyOf(nines.tenants.beta, 'monitoring.config.read');
    tight('tenant', 30);
    const counted = { ...(await flood(40, { authorization: `Bearer ${key}` })) };
    expect(counted[429]).toBeGreaterThanOrEqual(10);
    expect(await flood(5, { cookie: charlie })).toEqual({ 429: 5 });
    expect((await flood(5, { cookie: alice }))[200]).toBe(5);
  });

  it('of an address without a session or key is refused, and whoever signed in from there is not', async () => {
    tight('address', 20);
    const wrong = { authorization: 'Bearer nines_wrong' };
    expect((await flood(50, wrong))[429]).toBeGreaterThanOrEqual(30);
    expect(await flood(5, {}, '/api/setup')).toEqual({ 405: 5 });
    expect((await fetch(`${nines.origin}/api/setup`, { method: 'POST' })).status).toBe(429);
    expect((await fetch(`${nines.origin}/api/auth/csrf`)).status).toBe(429);
    expect(await flood(5, { cookie: alice })).toEqual({ 200: 5 });
    expect((await fetch(`${nines.origin}/a-page`)).status).toBe(429);
    expect((await fetch(`${nines.origin}/a-page`, { headers: { cookie: alice } })).status).not.toBe(429);
    for (const path of ['/healthz', '/readyz', '/metrics', '/_next/static/x.js']) expect((await fetch(nines.origin + path)).status).not.toBe(429);
  });

  it('cannot be spread over addresses that the client invents', async () => {
    tight('address', 5);
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => fetch(`${nines.origin}/api/auth/csrf`, { headers: { 'x-nines-address': `203.0.113.${index}`, 'x-forwarded-for': `203.0.113.${index}`, 'x-real-ip': `203.0.113.${index}` } })));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(25);
  });

  it('of the wire protocols is counted with that of the API', async () => {
    const key = await nines.keyOf(nines.tenants.alpha, 'monitoring.config.read', 'monitoring.read', 'monitoring.audit.read');
    tight('key', 10);
    expect(await flood(5, { authorization: `Bearer ${key}` })).toEqual({ 200: 5 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(`${nines.origin}/api/v1/labels`, { headers: { authorization: `Bearer ${key}` } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429, 429, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/);
    expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  });
});

describe('the answer', () => {
  it('tells policy and what is left, by the kind that ends first', async () => {
    const key = await nines.keyOf(nines.tenants.alpha, 'monitoring.config.read', 'monitoring.alert.resolve');
    const ask = () => fetch(`${nines.origin}/api/monitoring/keys`, { headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).headers.get('ratelimit-policy')).toBe('"key";q=40000;w=2, "tenant";q=80000;w=2');
    // What the tests before used up of the tenant is there again within two seconds.
    await expect.poll(async () => (await ask()).headers.get('ratelimit'), { timeout: 10_000, interval: 200 }).toBe('"key";r=39999;t=1');
  });

  it('of a refusal is a problem that names the limit in words, with the same fields and when to come back', async () => {
    tight('address', 1);
    await flood(2, {}, '/api/auth/csrf');
    const answer = await fetch(`${nines.origin}/api/setup`, { method: 'POST' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Problem.parse(await answer.json())).toMatchObject({ status: 429, type: 'urn:nines:problem:too_many_requests', detail: expect.stringContaining('Your address, without signing in,') as string });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(900);
    expect(answer.headers.get('ratelimit-policy')).toBe('"address";q=1;w=1000');
    expect(answer.headers.get('ratelimit')).toMatch(/^"address";r=0;t=\d+$/);
  });

  it('is without fields while the limits are off, and nothing is refused', async () => {
    nines.runtime.limits.apply({ ...LimitSettings.parse({}), isOn: false });
    expect((await fetch(`${nines.origin}/api/monitoring/keys`, { headers: { cookie: alice } })).headers.get('ratelimit')).toBeNull();
  });
});

describe('a handshake of a live socket', () => {
  it('is refused when an address opened too many', async () => {
    const settings = LimitSettings.parse({});
    settings.handshake = { perSecond: 0.001, burst: 20 };
    nines.runtime.limits.apply(settings);
    const open = () => fetch(`${nines.origin}/socket.io/?EIO=4&transport=polling`).then(({ status }) => status);
    const found: number[] = [];
    for (let index = 0; index < 25; index += 1) found.push(await open());
    expect(found).toEqual([...Array.from({ length: 20 }, () => 200), ...Array.from({ length: 5 }, () => 403)]);
  });
});

describe('addresses without end', () => {
  it('take bounded memory, and all of a /64 count as one', () => {
    const limits = createRateLimits();
    const now = Date.now();
    const before = process.memoryUsage().rss;
    for (let index = 0; index < 200_000; index += 1) limits.admit({}, null, `2001:db8:${(index >> 16).toString(16)}:${(index & 0xffff).toString(16)}::1`, now);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    const same = () => limits.admit({}, null, `2001:db8:ffff:1::${Math.floor(now % 65_536).toString(16)}`, now);
    for (let index = 0; index < 1_000; index += 1) same();
    expect(same).toThrow(/Your address/);
    expect(() => limits.admit({}, null, '2001:db8:ffff:1:aaaa:bbbb:cccc:dddd', now)).toThrow(/Your address/);
    expect(() => limits.admit({}, null, '2001:db8:ffff:2::1', now)).not.toThrow();
  });
});

describe('a change of the limits', () => {
  it('holds on every node at once, is audited, and is refused from an old version', async () => {
    const other = createRateLimits();
    const listener = listenToSettings(nines.connection, { log: nines.runtime.log, onChange: followLimits({ database: nines.database, tenant: nines.tenants.alpha, limits: other, log: nines.runtime.log }) });
    await listener.ready;
    const settings = { ...LimitSettings.parse({}), user: { perSecond: 50, burst: 500 } };
    const put = () => fetch(`${nines.origin}/api/monitoring/limits`, { method: 'PUT', headers: { cookie: alice, origin: nines.origin, 'content-type': 'application/json' }, body: JSON.stringify({ version: 0, settings }) });
    const changed = await put();
    expect(await changed.json()).toEqual({ version: 1, settings });
    expect((await put()).status).toBe(409);
    const access = { tenant: nines.tenants.alpha, actor: { kind: 'user', id: 'u', email: 'u@example.com', name: null, role: 'OWNER', sessionId: 's' } } as const;
    for (const limits of [nines.runtime.limits, other]) {
      await expect
        .poll(() => {
          const request: { rate?: { policy: string; limit: string } | undefined } = {};
          limits.admit(request, access, '192.0.2.1', Date.now());
          return request.rate?.policy;
        }, { timeout: 1_000 })
        .toContain('"user";q=500;w=10');
    }
    await listener.stop();
    const audit = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action: 'settings.limits' } }));
    expect(audit).toHaveLength(1);
  });

  it('is that of the tenant that runs the installation alone', async () => {
    const send = (path: string, method: string, body: unknown) => fetch(nines.origin + path, { method, headers: { cookie: charlie, origin: nines.origin, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect((await send('/api/monitoring/limits', 'PUT', { version: 1, settings: {} })).status).toBe(403);
    expect((await send('/api/monitoring/limits/preview', 'POST', { settings: {} })).status).toBe(403);
    await saveSettings(nines.database, callerOf(nines.cast.charlie, permissions, Date.now()), 'limits', { version: 0, settings: { ...LimitSettings.parse({}), isOn: false } });
    expect((await fetch(`${nines.origin}/api/monitoring/keys`, { headers: { cookie: charlie } })).headers.get('ratelimit')).not.toBeNull();
  });

  it.each([
    [{ user: { perSecond: 1, burst: 1_000 } }, 'body.settings.user.perSecond'],
    [{ user: { perSecond: 100, burst: 3 } }, 'body.settings.user.burst'],
    [{ key: { perSecond: 1e9, burst: 10 } }, 'body.settings.key.perSecond'],
    [{ address: { perSecond: 'many', burst: 100 } }, 'body.settings.address.perSecond'],
    [{ everything: 1 }, 'body.settings'],
  ])('to %j names %s', async (settings, path) => {
    const answer = await fetch(`${nines.origin}/api/monitoring/limits`, { method: 'PUT', headers: { cookie: alice, origin: nines.origin, 'content-type': 'application/json' }, body: JSON.stringify({ version: 1, settings }) });
    expect(Problem.parse(await answer.json()).issues?.map((issue) => issue.path)).toContain(path);
  });
});

interface Shown {
  refused: { kind: string; name: string; count: number }[];
  hiddenAddresses: number;
  totals: Record<string, number> | null;
  fixed: { name: string; value: string }[];
  isPlatform: boolean;
}

async function readAs(headers: Record<string, string>): Promise<Shown> {
  return (await (await fetch(`${nines.origin}/api/monitoring/limits`, { headers })).json()) as Shown;
}

describe('the page of limits', () => {
  it('shows who is refused: each tenant its own, addresses to owners of the platform only', async () => {
    const key = await nines.keyOf(nines.tenants.alpha, 'monitoring.config.read');
    tight('address', 1);
    await flood(10, {}, '/api/auth/csrf');
    const ofAlice = await readAs({ cookie: alice });
    expect(ofAlice.refused.find(({ kind }) => kind === 'user')?.name).toBe('alice@example.com');
    expect(ofAlice.refused.find(({ kind }) => kind === 'address')?.name).toMatch(/^127\.0\.0\.1$|^::/);
    expect(ofAlice.totals?.user).toBeGreaterThan(0);
    const ofKey = await readAs({ authorization: `Bearer ${key}` });
    expect(ofKey.refused.some(({ kind }) => kind === 'address')).toBe(false);
    expect(ofKey.hiddenAddresses).toBeGreaterThan(0);
    const ofCharlie = await readAs({ cookie: charlie });
    expect(ofCharlie).toMatchObject({ isPlatform: false, hiddenAddresses: 0, totals: null });
    expect(JSON.stringify(ofCharlie.refused)).not.toMatch(/alice|127\.0\.0\.1/);
    const metrics = await (await fetch(`${nines.origin}/metrics`)).text();
    expect(metrics).toMatch(/nines_http_rate_limited_total\{by="address"\} [1-9]/);
  });

  it('shows the fixed ones from what enforces them', async () => {
    const { fixed } = await readAs({ cookie: alice });
    expect(fixed).toContainEqual({ group: 'Signing in', name: 'Wrong passwords of an account from one network', value: '5 in a row', setBy: null });
    expect(fixed).toContainEqual({ group: 'What is stored', name: 'Active series of a tenant', value: '200,000', setBy: 'METRICS_MAX_SERIES' });
  });

  it('previews what other limits would have refused in the last minute', async () => {
    const { id, email, tenant, role } = nines.cast.alice;
    const now = Date.now();
    for (let sent = 0; sent < 300; sent += 1) nines.runtime.limits.admit({}, { tenant, actor: { kind: 'user', id, email, name: null, role, sessionId: 's' } }, '192.0.2.1', now);
    const settings = { ...LimitSettings.parse({}), user: { perSecond: 5, burst: 100 } };
    const answer = await fetch(`${nines.origin}/api/monitoring/limits/preview`, { method: 'POST', headers: { cookie: alice, origin: nines.origin, 'content-type': 'application/json' }, body: JSON.stringify({ settings }) });
    const { kinds } = (await answer.json()) as { kinds: { kind: string; requests: number; refused: number; names: number }[] };
    const user = kinds.find(({ kind }) => kind === 'user');
    expect(user?.requests).toBeGreaterThanOrEqual(300);
    expect(user?.refused).toBeGreaterThan(50);
    expect(kinds.find(({ kind }) => kind === 'key')?.refused).toBe(0);
  });
});

describe('a locked account', () => {
  const attempt = (email: string) => signIn(nines.runtime, { email, password: 'wrong', address: '198.51.100.7', userAgent: null, now: Date.now(), requestId: 'locking' }).catch((error: unknown) => error);
  const unlock = (cookie: string, email: string) => fetch(`${nines.origin}/api/monitoring/limits/unlock`, { method: 'POST', headers: { cookie, origin: nines.origin, 'content-type': 'application/json' }, body: JSON.stringify({ email }) });
  const lockouts = async (cookie: string) => ((await (await fetch(`${nines.origin}/api/monitoring/limits/lockouts`, { headers: { cookie } })).json()) as { lockouts: { email: string; isEverywhere: boolean }[] }).lockouts;

  it('is listed and unlocked for its own tenant, once, and that is audited', async () => {
    for (let tried = 0; tried < 5; tried += 1) await attempt('bob@example.com');
    expect(await attempt('bob@example.com')).toMatchObject({ code: 'too_many_requests' });
    await expect.poll(() => lockouts(alice)).toMatchObject([{ email: 'bob@example.com', isEverywhere: false }]);
    expect(await lockouts(charlie)).toEqual([]);
    expect((await unlock(charlie, 'bob@example.com')).status).toBe(404);
    const both = await Promise.all([unlock(alice, 'Bob@example.com'), unlock(alice, 'bob@example.com')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await lockouts(alice)).toEqual([]);
    expect(await attempt('bob@example.com')).toBeNull();
    const audit = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action: 'sign_in.unlock' } }));
    expect(audit).toMatchObject([{ actor: { kind: 'user', id: nines.cast.alice.id }, before: { email: 'bob@example.com', isLocked: true } }]);
  });
});
