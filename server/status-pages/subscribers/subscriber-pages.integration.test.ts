import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import type { PublicPage } from '@/lib/status-pages/public-page';
import { subscriberLimits } from '@/lib/status-pages/subscribers';
import { declareIncident } from '@/server/incidents/declare-incident';
import type { ListedPage } from '@/server/status-pages/page-list';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createSubscriberPages } from './subscriber-pages';
import { storePage } from './test-subscribers';
import { createSubscriberTokens } from './tokens';
import { createWebhookTransport } from './webhook-transport';
import { incidentKey } from '@/server/status-pages/incident-key';

const start = Date.parse('2026-03-28T03:00:00Z');
const hour = 3_600_000;

let nines: TestRuntime;
let listed: ListedPage;
let server: http.Server;
let origin: string;
let now = start;
let networks = 0;

beforeAll(async () => {
  nines = await startTestRuntime();
  const { database, sealer, log } = nines.runtime;
  listed = await storePage(database, sealer, nines.tenants.alpha, { slug: 'acme', port: 9 });
  const forms = createSubscriberPages({ database, sealer, log, policy: createWebhookTransport().policy, now: () => now });
  server = http.createServer((message, response) => {
    const answer = forms.answer(message, listed, (message.url ?? '').split('?')[0] ?? '', () => Promise.resolve(page));
    void answer?.then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
    if (!answer) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  // The limits of each test begin anew.
  now += 2 * 86_400_000;
  await inAlpha((tx) => tx.statusSubscriber.deleteMany());
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await nines.close();
});

const page: PublicPage = {
  name: 'Acme Status', description: '', accent: null, timeZone: 'UTC', links: [], supportUrl: null, uptime: 'bars', historyDays: 15, isIndexed: false, canSubscribeByEmail: true,
  components: [], incidents: [], maintenance: [], address: 'https://nines.example.com/status/acme', base: '/status/acme', asOf: start, isBehind: false,
};

type Tx = Parameters<Parameters<TestRuntime['database']['transaction']>[1]>[0];
const inAlpha = <T>(run: (tx: Tx) => Promise<T>) => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, run);
const subscribers = () => inAlpha((tx) => tx.statusSubscriber.findMany({ include: { messages: true }, orderBy: { createdAt: 'asc' } }));
const only = async () => (await subscribers())[0] ?? expect.unreachable('nobody subscribed');
const tokens = () => createSubscriberTokens(nines.runtime.sealer);

async function post(path: string, fields: Record<string, string>, from = `192.0.2.${(networks += 1) % 250}:${networks}`) {
  const response = await fetch(`${origin}${path}`, { method: 'POST', headers: { 'x-nines-address': from }, body: new URLSearchParams(fields) });
  return { status: response.status, text: await response.text() };
}
const subscribe = (fields: Record<string, string>, from?: string) => post('/subscribe', fields, from);

describe('subscribing', () => {
  it('stores hashes and one request to confirm, and nothing is confirmed by looking at the link', async () => {
    expect(await subscribe({ email: 'Ann@Example.com' })).toMatchObject({ status: 200, text: expect.stringContaining('a mail with a link to confirm') });
    const ann = await only();
    expect(ann).toMatchObject({ kind: 'email', address: 'Ann@Example.com', scope: 'page', confirmedAt: null, messages: [{ postId: null, state: 'pending' }] });
    const token = tokens().confirmOf(ann.id);
    expect(JSON.stringify(ann)).not.toContain(token);
    const look = await fetch(`${origin}/confirm?token=${token}`);
    expect([look.status, await look.text()]).toEqual([200, expect.stringContaining('<form method="post" action="/status/acme/confirm">')]);
    await fetch(`${origin}/confirm?token=${token}`, { method: 'HEAD' });
    expect((await only()).confirmedAt).toBeNull();
    for (const again of [1, 2]) expect(await post('/confirm', { token }), String(again)).toMatchObject({ status: 200, text: expect.stringContaining('Confirmed') });
    expect((await only()).confirmedAt).toEqual(new Date(now));
  });

  it('answers the same for an address that is new, waits or is confirmed, and tells nothing in its headers', async () => {
    const answers = [await subscribe({ email: 'ann@example.com' }), await subscribe({ email: 'ann@example.com' })];
    await post('/confirm', { token: tokens().confirmOf((await only()).id) });
    answers.push(await subscribe({ email: 'ANN@example.com' }), await subscribe({ email: 'bob@example.com' }));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect((await subscribers()).map(({ messages }) => messages.length)).toEqual([1, 1]);
  });

  it('sends one address at most one request an hour and three a day, whatever it subscribes to', async () => {
    const { tenant, ...caller } = callerOf(nines.cast.alice, permissions, now);
    const incident = await declareIncident(nines.runtime, { tenant, ...caller }, { title: 'Checkout is down', severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null, policyId: null });
    expect(await subscribe({ email: 'ann@example.com', incident: incidentKey(incident.id) })).toMatchObject({ status: 400, text: expect.stringContaining('no such incident') });
    await inAlpha((tx) => tx.statusPost.create({ data: { tenantId: tenant.id, incidentId: incident.id, at: new Date(now), title: 'Checkout', state: 'investigating', text: 'We look.', components: [] } }));
    const sent: number[] = [];
    for (let step = 0; step < 6; step += 1) {
      await subscribe({ email: 'ann@example.com', ...(step % 2 === 0 ? { incident: incidentKey(incident.id) } : {}) });
      sent.push((await subscribers()).flatMap(({ messages }) => messages).length);
      now += hour / 2 + 1;
    }
    expect(sent).toEqual([1, 1, 2, 2, 3, 3]);
    now += 10 * hour;
    await subscribe({ email: 'ann@example.com' });
    expect((await subscribers()).flatMap(({ messages }) => messages)).toHaveLength(3);
  });

  it('sends one request also when many ask for one address at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => subscribe({ email: 'ann@example.com' })));
    expect((await only()).messages).toHaveLength(1);
  });

  it('counts addresses of one mailbox as one, and keeps them apart as subscribers', async () => {
    for (const email of ['ann@example.com', 'Ann+1@example.com', 'a.n.n+2@example.com']) expect((await subscribe({ email })).status).toBe(200);
    expect((await subscribers()).map(({ address }) => address)).toEqual(['ann@example.com']);
    await subscribe({ email: 'ann@example.net' });
    now += hour + 1;
    await subscribe({ email: 'a.nn@example.com' });
    expect((await subscribers()).map(({ address, messages }) => [address, messages.length])).toEqual([['ann@example.com', 1], ['ann@example.net', 1], ['a.nn@example.com', 1]]);
  });

  it('takes at most 20 webhooks of one host, however it is written, and says the same for one that is known', async () => {
    for (let n = 0; n < subscriberLimits.perHost; n += 1) expect((await subscribe({ webhook: `https://hooks.example.com${n % 2 ? '.' : ''}:${8_000 + n}/${n}` })).status).toBe(200);
    const answers = [await subscribe({ webhook: 'http://HOOKS.example.com/new' }), await subscribe({ webhook: 'https://hooks.example.com:8000/0' })];
    expect(answers[0]).toMatchObject({ status: 503, text: expect.stringContaining('no more webhooks of this host') });
    expect(answers[1]).toEqual(answers[0]);
    expect((await subscribe({ webhook: 'https://hooks.example.com.other.example/' })).status).toBe(200);
    expect(await subscribers()).toHaveLength(subscriberLimits.perHost + 1);
  });

  it('bounds what one network and all of them may ask in an hour', async () => {
    const from = '2001:db8:1:2::';
    const statuses = [];
    for (let n = 0; n < subscriberLimits.perNetwork + 2; n += 1) statuses.push((await subscribe({ email: `n${n}@example.com` }, `${from}${n}`)).status);
    expect(statuses).toEqual([...Array<number>(subscriberLimits.perNetwork).fill(200), 429, 429]);
    expect((await subscribe({ email: 'other@example.com' }, '2001:db8:1:3::1')).status).toBe(200);
    let taken = 0;
    for (let n = 0; n < subscriberLimits.perPage; n += 1) taken += (await subscribe({ email: 'same@example.com' }, `203.0.113.${n}`)).status === 200 ? 1 : 0;
    expect(taken).toBe(subscriberLimits.perPage - subscriberLimits.perNetwork - 1);
    expect((await subscribers()).length).toBe(subscriberLimits.perNetwork + 2);
  });

  it.each([
    ['an injected header', { email: 'ann@example.com\r\nBcc: bob@example.com' }, 400],
    ['a NUL', { email: 'ann\u0000@example.com' }, 400],
    ['10 kB', { email: `${'a'.repeat(10_000)}@example.com` }, 413],
    ['6 kB', { email: `${'a'.repeat(6_000)}@example.com` }, 400],
    ['letters beyond ASCII', { email: 'änn@exämple.com' }, 400],
    ['a webhook on this machine', { webhook: 'http://127.0.0.1:5432/' }, 400],
    ['a webhook in IPv6', { webhook: 'http://[::1]/' }, 400],
    ['a webhook as a number', { webhook: 'http://2130706433/' }, 400],
    ['the metadata of a cloud', { webhook: 'http://169.254.169.254/latest/' }, 400],
    ['markup', { webhook: '"><script>alert(1)</script>' }, 400],
  ])('refuses %s, stores nothing and gives nothing of it back', async (_, fields: Record<string, string>, status) => {
    const answer = await subscribe(fields);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('<script');
    expect(await subscribers()).toEqual([]);
  });

  it('takes no more where the page is full, and says the same for an address that is known', async () => {
    await subscribe({ email: 'ann@example.com' });
    await inAlpha((tx) => tx.$executeRaw`
      insert into status_subscribers (tenant_id, page_id, kind, address, address_hash, leave_hash) select ${listed.tenant.id}::uuid, ${listed.id}::uuid, 'email', n || '@example.com', n::text, n::text from generate_series(1, 19999) n`);
    const [known, fresh] = [await subscribe({ email: 'ann@example.com' }), await subscribe({ email: 'new@example.com' })];
    expect(known).toEqual(fresh);
    expect(fresh).toMatchObject({ status: 503, text: expect.stringContaining('takes no more subscribers') });
  });
});

describe('links', () => {
  it('confirm for 48 hours, and no longer', async () => {
    await subscribe({ email: 'ann@example.com' });
    const token = tokens().confirmOf((await only()).id);
    now += 48 * hour;
    expect((await post('/confirm', { token })).status).toBe(400);
    expect((await only()).confirmedAt).toBeNull();
  });

  it('leave by one POST to the address, as mail programs do it, and a link that is not known says so', async () => {
    await subscribe({ email: 'ann@example.com' });
    const token = tokens().leaveOf((await only()).id);
    expect((await fetch(`${origin}/leave?token=${token}`)).status).toBe(200);
    expect(await subscribers()).toHaveLength(1);
    const answers = [await post(`/leave?token=${token}`, { 'List-Unsubscribe': 'One-Click' }), await post(`/leave?token=${token}`, { 'List-Unsubscribe': 'One-Click' })];
    expect(answers).toMatchObject([{ status: 200, text: expect.stringContaining('Subscription ended') }, { status: 404, text: expect.stringContaining('This link is not known here; it may be of an older address of the page') }]);
    expect(await subscribers()).toEqual([]);
  });

  it.each(['/confirm', '/leave'])('are not guessed at %s: after 20 wrong ones a network is not even looked up, and others are', async (path) => {
    await subscribe({ email: 'ann@example.com' });
    const { id } = await only();
    const token = path === '/leave' ? tokens().leaveOf(id) : tokens().confirmOf(id);
    const from = `2001:db8:77:${path.length}::`;
    const statuses = [];
    for (let n = 0; n < 22; n += 1) statuses.push((await post(path, { token: n.toString().padStart(43, 'A') }, `${from}${n}`)).status);
    expect(statuses).toEqual([...Array<number>(20).fill(path === '/leave' ? 404 : 400), 429, 429]);
    expect((await post(path, { token }, `${from}1`)).status).toBe(429);
    expect(await only()).toMatchObject({ id, confirmedAt: null });
    expect((await post(path, { token })).status).toBe(200);
  });

  it('of one kind do not work as the other, and what is no token is refused', async () => {
    await subscribe({ email: 'ann@example.com' });
    const { id } = await only();
    expect((await post('/confirm', { token: tokens().leaveOf(id) })).status).toBe(400);
    await post('/leave', { token: tokens().confirmOf(id) });
    for (const token of ['', 'x', `${'A'.repeat(43)}'`, 'A'.repeat(10_000)]) for (const path of ['/confirm', '/leave']) expect((await post(path, { token })).status).toBeGreaterThanOrEqual(400);
    expect(await only()).toMatchObject({ id, confirmedAt: null });
  });

  it('answer GET and POST only, and nothing else is theirs', async () => {
    expect((await fetch(`${origin}/subscribe`)).status).toBe(405);
    expect((await fetch(`${origin}/leave`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${origin}/constructor`)).status).toBe(404);
  });
});

it('is served below the public page, which shows the form', async () => {
  await vi.waitFor(async () => expect(await (await fetch(`${nines.origin}/status/acme`)).text()).toContain('action="/status/acme/subscribe"'), 10_000);
  const response = await fetch(`${nines.origin}/status/acme/subscribe`, { method: 'POST', body: new URLSearchParams({ email: 'wired@example.com' }) });
  expect([response.status, response.headers.get('cache-control'), response.headers.get('set-cookie')]).toEqual([200, 'no-store', null]);
  expect(await only()).toMatchObject({ address: 'wired@example.com' });
  expect((await fetch(`${nines.origin}/status/nobody/subscribe`, { method: 'POST', body: new URLSearchParams({ email: 'a@example.com' }) })).status).toBe(404);
});
