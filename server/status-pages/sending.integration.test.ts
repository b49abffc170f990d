import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import type { Incident } from '@/lib/incidents/schemas';
import { startSink, type Sink } from '@/server/alerts/channels/test-sink';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { declareIncident } from '@/server/incidents/declare-incident';
import { postUpdate } from '@/server/incidents/post-update';
import { createLog } from '@/server/log';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createSealer } from '@/server/secrets/sealed';
import { callerOf, createCast } from '@/server/test-runtime';
import { createSubscriberSender, type SubscriberSender } from './sending';
import { expireSubscribers } from './sending-expire';
import { createSubscriberSending } from './sending-loop';
import { confirmSubscription, leavePage, subscribe } from './subscribers/subscriptions';
import { startMailSink, storePage, type MailSink } from './subscribers/test-subscribers';
import { createSubscriberTokens } from './subscribers/tokens';
import { createWebhookTransport } from './subscribers/webhook-transport';
import { incidentKey } from './incident-key';

const start = Date.parse('2026-03-28T03:00:00Z');
const hour = 3_600_000;
const url = 'https://nines.example.com';
const log = createLog('silent');
const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const tokens = createSubscriberTokens(sealer);

let test: TestDatabase;
let alice: Caller;
let listed: Awaited<ReturnType<typeof storePage>>;
let smtp: MailSink;
let hooks: Sink;
let incident: Incident;
let now = start;
const senders: SubscriberSender[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  const cast = await createCast(test.database, test.tenants);
  alice = callerOf(cast.alice, permissions, start);
  smtp = await startMailSink();
  hooks = await startSink();
  listed = await storePage(test.database, sealer, test.tenants.alpha, { slug: 'acme', port: smtp.port });
});
beforeEach(async () => {
  now += 10 * 86_400_000;
  alice = { ...alice, now };
  smtp.mails.length = hooks.requests.length = 0;
  smtp.verdict = () => Promise.resolve(null);
  hooks.answer = (_, response) => response.end('ok');
  await inAlpha((tx) => tx.statusSubscriber.deleteMany());
  incident = await declareIncident(test, alice, { title: 'internal-db-7 is down', severity: 'sev1', summary: 'secret cause', serviceIds: [], alertIds: [], leadId: null, policyId: null });
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((each) => each.stop()));
});
afterAll(async () => {
  await smtp.close();
  hooks.close();
  await test.drop();
});

type Tx = Parameters<Parameters<TestDatabase['database']['transaction']>[1]>[0];
const inAlpha = <T>(run: (tx: Tx) => Promise<T>) => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, run);
const sources = () => ({ database: test.database, url, log });

/** Every name is this machine, so that webhooks of many hosts arrive at `hooks`. */
const open = createWebhookTransport(createAddressPolicy({ allowPrivate: true, resolve: (_, done) => done({ addresses: [{ address: '127.0.0.1', family: 4 }], error: null }) }));
/** Mail may go to private addresses here, as the operator allows it. */
const partsOf = (webhooks = open.outgoing) => ({ database: test.database, sealer, log, policy: createAddressPolicy({ allowPrivate: true }), webhooks, tokens, url });

function senderOf(webhooks = open.outgoing): SubscriberSender {
  const made = createSubscriberSender({ ...partsOf(webhooks), chance: () => 0 });
  senders.push(made);
  return made;
}
const hookAt = (host: string, path = '') => hooks.origin.replace('127.0.0.1', host) + `/${path}`;

/** Sends until nothing is due any more. */
async function sendAll(sender = senderOf()): Promise<void> {
  for (;;) {
    const { nextDueMs } = await sender.tick(now);
    await sender.idle();
    if (nextDueMs === null || nextDueMs > now + hour) return;
    now = Math.max(now + 1, nextDueMs);
  }
}
const ask = (wanted: { email?: string; webhook?: string; incident?: string }) =>
  subscribe({ tokens, database: test.database }, listed, { kind: wanted.email ? 'email' : 'webhook', address: wanted.email ?? wanted.webhook ?? '', canonical: wanted.email ?? wanted.webhook ?? '', mailbox: wanted.email ?? wanted.webhook ?? '', incident: wanted.incident ?? null }, now);
const linkIn = (text: string, path: string) => new RegExp(`https://nines.example.com/status/acme/${path}\\?token=([A-Za-z0-9_-]{43})`).exec(text)?.[1] ?? expect.unreachable(`no link to ${path} in ${text}`);
const confirm = (token: string) => confirmSubscription({ tokens, database: test.database }, listed, token, now);
const versionNow = () => inAlpha(async (tx) => (await tx.incident.findUniqueOrThrow({ where: { id: incident.id }, select: { version: true } })).version);
const publish = async (state: 'identified' | 'monitoring' | 'resolved' | null = null, text = 'We **know** the cause.') =>
  postUpdate(sources(), { ...alice, now }, incident.id, { text, state, version: await versionNow(), channelIds: [], toWatchers: true, statusPage: { title: 'Checkout is down', components: [{ id: listed.componentId, state: 'major_outage' }] }, key: randomUUID() });
const messages = () => inAlpha((tx) => tx.statusMessage.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], include: { subscriber: true } }));
const confirmed = (address: string, kind = 'email') =>
  inAlpha(async (tx) => {
    const id = randomUUID();
    return tx.statusSubscriber.create({ data: { id, tenantId: alice.tenant.id, pageId: listed.id, kind, address, addressHash: address, leaveHash: id, confirmedAt: new Date(now), createdAt: new Date(now) } });
  });

describe('a subscriber by email', () => {
  it('confirms by the link, gets the update in public words, leaves by its link, and gets nothing more', async () => {
    await ask({ email: 'ann@example.com' });
    await ask({ email: 'never@example.com' });
    await sendAll();
    expect(smtp.mails.map(({ to }) => to[0]).sort()).toEqual(['ann@example.com', 'never@example.com']);
    const request = smtp.mails.find(({ to }) => to[0] === 'ann@example.com')?.text ?? '';
    expect(request).toContain('Subject: [Acme Status] Confirm that you want updates');
    expect(await confirm(linkIn(request, 'confirm'))).toBe(true);
    smtp.mails.length = 0;

    expect((await publish('identified')).deliveries).toBe(1);
    await sendAll();
    const [mail, ...others] = smtp.mails;
    expect([mail?.to, others]).toEqual([['ann@example.com'], []]);
    const text = mail?.text ?? '';
    expect(text).toContain('Subject: [Acme Status] Checkout is down: identified');
    expect(text).toMatch(/^From: .*<status@acme\.example>/m);
    expect(text).toMatch(/^List-Unsubscribe: <https:\/\/nines\.example\.com\/status\/acme\/leave\?token=[A-Za-z0-9_-]{43}>/m);
    expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    for (const internal of ['internal-db-7', 'secret cause', incident.id, 'alice', alice.tenant.name]) expect(text).not.toContain(internal);

    await leavePage({ tokens, database: test.database }, listed, linkIn(text, 'leave'));
    smtp.mails.length = 0;
    expect((await publish('monitoring')).deliveries).toBe(0);
    await sendAll();
    expect(smtp.mails).toEqual([]);
  });

  it('can leave by the link of a mail also when the key was another one when it subscribed', async () => {
    const { id } = await confirmed('ann@example.com');
    await publish();
    await sendAll();
    await leavePage({ tokens, database: test.database }, listed, linkIn(smtp.mails[0]?.text ?? '', 'leave'));
    expect(await inAlpha((tx) => tx.statusSubscriber.count({ where: { id } }))).toBe(0);
  });

  it('of one incident gets nothing of others, and each update of one incident comes in its order', async () => {
    await publish();
    await ask({ email: 'one@example.com', incident: incidentKey(incident.id) });
    await sendAll();
    await confirm(linkIn(smtp.mails[0]?.text ?? '', 'confirm'));
    smtp.mails.length = 0;
    for (const [index, state] of (['identified', 'monitoring', 'resolved'] as const).entries()) {
      now += index;
      await publish(state);
    }
    incident = await declareIncident(test, { ...alice, now }, { title: 'Other', severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null, policyId: null });
    await publish();
    await sendAll();
    expect(smtp.mails.map(({ text }) => /Checkout is down: (\w+)/.exec(text)?.[1])).toEqual(['identified', 'monitoring', 'resolved']);
  });

  it('gets it after the server was away for a while, and what is refused for good is not tried again', async () => {
    await confirmed('ann@example.com');
    await confirmed('gone@example.com');
    let tries = 0;
    smtp.verdict = ({ to }) => Promise.resolve(to[0] === 'gone@example.com' ? 550 : (tries += 1) < 4 ? 451 : null);
    await publish();
    await sendAll();
    expect((await messages()).map(({ state, attempts, subscriber }) => [subscriber.address, state, attempts]).sort()).toEqual([['ann@example.com', 'sent', 4], ['gone@example.com', 'failed', 1]]);
    const ids = smtp.mails.filter(({ to }) => to[0] === 'ann@example.com').map(({ text }) => /^Message-ID: (.*)$/im.exec(text)?.[1]);
    expect([ids.length, new Set(ids).size]).toEqual([4, 1]);
    const gone = await inAlpha((tx) => tx.statusSubscriber.findFirst({ where: { address: 'gone@example.com' } }));
    expect(gone?.lastError).toContain('refused the mail');
  });

  it('gets nothing while the page is off or has no channel, and that is given up after six hours', async () => {
    await confirmed('ann@example.com');
    await publish();
    await inAlpha((tx) => tx.statusPage.updateMany({ data: { isOn: false } }));
    await sendAll();
    await inAlpha((tx) => tx.statusPage.updateMany({ data: { isOn: true, emailChannelId: null } }));
    await publish();
    await sendAll();
    await inAlpha((tx) => tx.statusPage.updateMany({ data: { emailChannelId: listed.channelId } }));
    expect(smtp.mails).toEqual([]);
    expect((await messages()).map(({ state, lastError }) => [state, lastError])).toEqual([['failed', 'The status page is switched off.'], ['failed', 'The status page has no email channel that is switched on.']]);
  });
});

describe('a webhook', () => {
  it('is asked by a post, confirms, and gets posts with the way to leave', async () => {
    const webhook = `${hooks.origin}/hook`;
    await ask({ webhook });
    await sendAll();
    const asked = JSON.parse(hooks.requests[0]?.body.toString() ?? '') as { type: string; url: string };
    expect(asked.type).toBe('subscription.confirm');
    await confirm(linkIn(asked.url, 'confirm'));
    await publish('identified');
    await sendAll();
    expect(hooks.requests).toHaveLength(2);
    const [told] = await inAlpha((tx) => tx.statusMessage.findMany({ where: { postId: { not: null } } }));
    expect(JSON.parse(hooks.requests[1]?.body.toString() ?? '')).toEqual({
      type: 'incident.post', id: told?.id, page: { name: 'Acme Status', url: `${url}/status/acme` },
      incident: { key: incidentKey(incident.id), title: 'Checkout is down', state: 'identified', url: `${url}/status/acme/incidents/${incidentKey(incident.id)}` },
      post: { state: 'identified', text: 'We **know** the cause.', at: expect.any(String) }, leaveUrl: expect.stringContaining('/leave?token='),
    });
  });

  it('on a private address gets nothing, and neither does one that redirects to another place', async () => {
    await confirmed(`${hooks.origin}/private`, 'webhook');
    await publish();
    await sendAll(senderOf(createWebhookTransport().outgoing));
    expect(hooks.requests).toEqual([]);
    expect((await messages())[0]).toMatchObject({ state: 'failed', lastError: expect.stringContaining('not an address of the public internet') });
    hooks.answer = (_, response) => response.writeHead(307, { location: 'http://localhost:9/' }).end();
    await publish();
    await sendAll();
    expect((await messages()).at(-1)).toMatchObject({ state: 'failed', lastError: expect.stringContaining('redirects to') });
  });

  it('that took none of ten posts over three days is told no more, with a note in the audit trail', async () => {
    await confirmed(`${hooks.origin}/dead`, 'webhook');
    await confirmed('ann@example.com');
    hooks.answer = (_, response) => response.writeHead(410).end();
    const left = () => inAlpha((tx) => tx.statusSubscriber.count({ where: { kind: 'webhook' } }));
    for (let n = 0; n < 10; n += 1) {
      expect(await left()).toBe(1);
      await publish();
      await sendAll();
      now += 9 * hour;
    }
    expect([await left(), await inAlpha((tx) => tx.statusSubscriber.count())]).toEqual([0, 1]);
    const [note] = await inAlpha((tx) => tx.auditEntry.findMany({ where: { action: 'status_subscriber.expire' } }));
    expect(note).toMatchObject({ actor: { kind: 'system' }, before: { kind: 'webhook', status: 410, reason: expect.stringContaining('none of its last 10 posts') } });
    expect(JSON.stringify(note?.before)).not.toContain('127.0.0.1');
  });
});

describe('the queue', () => {
  it('sends the rest after a process died in the middle, and nothing that is known to have arrived again', async () => {
    for (let n = 0; n < 30; n += 1) await confirmed(`n${n}@example.com`);
    await publish();
    let taken = 0;
    // The answer to some mails never comes: the process dies while it waits for it.
    smtp.verdict = () => ((taken += 1) <= 6 ? Promise.resolve(null) : new Promise(() => undefined));
    const dying = createSubscriberSender(partsOf());
    await dying.tick(now);
    await vi.waitFor(() => expect(taken).toBe(10), 10_000);
    await vi.waitFor(async () => expect((await messages()).filter(({ state }) => state === 'sent')).toHaveLength(6), 10_000);
    const before = smtp.mails.length;
    smtp.verdict = () => Promise.resolve(null);
    now += 61_000;
    await sendAll();
    expect((await messages()).every(({ state }) => state === 'sent')).toBe(true);
    const counts = new Map<string, number>();
    for (const { to } of smtp.mails) counts.set(to[0] ?? '', (counts.get(to[0] ?? '') ?? 0) + 1);
    expect(counts.size).toBe(30);
    expect([...counts.values()].filter((count) => count > 1)).toEqual([2, 2, 2, 2]);
    expect(before).toBe(10);
    await dying.stop();
  });

  it('sends at most ten of a page at once and 600 a minute', async () => {
    await inAlpha((tx) => tx.$executeRaw`
      insert into status_subscribers (tenant_id, page_id, kind, address, address_hash, leave_hash, confirmed_at) select ${listed.tenant.id}::uuid, ${listed.id}::uuid, 'webhook', 'http://n' || n || '.example:' || ${new URL(hooks.origin).port} || '/', n::text, n::text, now() from generate_series(1, 60) n`);
    await publish();
    let open = 0;
    let most = 0;
    hooks.answer = (_, response) => {
      most = Math.max(most, (open += 1));
      setImmediate(() => {
        open -= 1;
        response.end();
      });
    };
    const sender = senderOf();
    const sent: number[] = [];
    for (let step = 0; step < 4; step += 1) {
      for (let look = 0; look < 4; look += 1) {
        await sender.tick(now);
        await sender.idle();
      }
      sent.push(hooks.requests.length);
      now += 1_000;
    }
    expect(sent).toEqual([20, 30, 40, 50]);
    expect(most).toBeLessThanOrEqual(10);
  });

  it('sends mail, and posts to webhooks of others, while webhooks that nobody confirmed and all of one host never answer', async () => {
    for (let n = 0; n < 30; n += 1) await ask({ webhook: hookAt(`stranger${n}.example`) });
    for (let n = 0; n < 20; n += 1) await confirmed(hookAt('slow.example', String(n)), 'webhook');
    for (let n = 0; n < 3; n += 1) await confirmed(hookAt(`good${n}.example`), 'webhook');
    await confirmed('ann@example.com');
    await publish();
    hooks.answer = ({ headers }, response) => void (headers.host?.startsWith('good') && response.end());
    const sender = senderOf();
    const hosts = () => hooks.requests.map(({ headers }) => headers.host?.split('.')[0]).sort();
    await sender.tick(now);
    await vi.waitFor(() => expect([smtp.mails.length, hosts().filter((host) => host?.startsWith('good'))]).toEqual([1, ['good0', 'good1', 'good2']]), 5_000);
    await vi.waitFor(() => expect(hosts()).toHaveLength(7), 5_000);
    await sender.tick(now + 1_000);
    expect([hosts().filter((host) => host === 'slow').length, hosts().filter((host) => host?.startsWith('stranger')).length]).toEqual([2, 2]);
    await sender.stop();
  });

  it('asks a webhook that never answers three times, 5 seconds each', async () => {
    await ask({ webhook: hookAt('slow.example') });
    hooks.answer = () => undefined;
    const from = performance.now();
    const sender = senderOf();
    await sender.tick(now);
    await sender.idle();
    expect(performance.now() - from).toBeLessThan(8_000);
    hooks.answer = (_, response) => response.writeHead(503).end();
    await sendAll(sender);
    expect(hooks.requests).toHaveLength(3);
    expect(await messages()).toMatchObject([{ state: 'failed', attempts: 3 }]);
  });

  it('forgets who subscribed to an incident 30 days after it was over', async () => {
    const { id } = await confirmed('ann@example.com');
    await confirmed('page@example.com');
    await inAlpha((tx) => tx.statusSubscriber.update({ where: { id }, data: { incidentId: incident.id, scope: incident.id } }));
    await publish();
    now += 40 * 86_400_000;
    await expireSubscribers(test.database, alice.tenant, now);
    expect(await inAlpha((tx) => tx.statusSubscriber.count())).toBe(2);
    await publish('resolved');
    for (const [days, left] of [[29, 2], [2, 1]] as const) {
      now += days * 86_400_000;
      await expireSubscribers(test.database, alice.tenant, now);
      expect(await inAlpha((tx) => tx.statusSubscriber.count())).toBe(left);
    }
  });

  it('forgets who did not confirm within 48 hours, and messages after 30 days', async () => {
    await ask({ email: 'never@example.com' });
    await confirmed('ann@example.com');
    await publish();
    await sendAll();
    now += 48 * hour;
    await expireSubscribers(test.database, alice.tenant, now);
    expect((await messages()).map(({ subscriber }) => subscriber.address)).toEqual(['ann@example.com']);
    now += 30 * 86_400_000;
    await expireSubscribers(test.database, alice.tenant, now);
    expect(await messages()).toEqual([]);
    expect(await inAlpha((tx) => tx.statusSubscriber.count())).toBe(1);
  });

  it('is sent by the loop of a running Nines as soon as something is in it', async () => {
    const sending = createSubscriberSending({ ...partsOf(), connection: test.connection });
    await sending.start();
    now = Date.now();
    alice = { ...alice, now };
    await ask({ email: 'live@example.com' });
    await vi.waitFor(() => expect(smtp.mails.map(({ to }) => to[0])).toEqual(['live@example.com']), 5_000);
    await sending.stop();
  });
});
