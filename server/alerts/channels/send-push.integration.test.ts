import { createECDH, createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostileMessage, testMessage } from '@/lib/alerts/channels/test-message';
import type { AlertMessage, Recipient } from '@/lib/alerts/notify/schemas';
import { permissions } from '@/lib/auth/permissions';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient, type OutgoingRequest } from '@/server/outgoing/http-client';
import { createSealer } from '@/server/secrets/sealed';
import { callerOf, createCast, type Cast, type Person } from '@/server/test-runtime';
import { addSubscription, listSubscriptions, removeSubscription } from './push-subscriptions';
import { createChannelSender, type SendToChannel } from './send';
import { sealSecrets } from './stored-channel';
import { keepingLog, relayTo, startSink, type Sink, type SinkRequest } from './test-sink';
import { vapidKeysOf } from './vapid-keys';

const ece = createRequire(import.meta.url)('http_ece') as { decrypt(body: Buffer, keys: object): Buffer };
const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const { log, lines } = keepingLog();
const sent: OutgoingRequest[] = [];
const now = Date.parse('2026-03-01T03:00:00Z');

let test: TestDatabase;
let cast: Cast;
let sink: Sink;
let send: SendToChannel;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  sink = await startSink();
  const client = createOutgoingClient({ policy: createAddressPolicy({ allowPrivate: true }) });
  send = createChannelSender({ database: test.database, sealer, allowPrivate: true, log, outgoing: relayTo(client, () => sink.origin, sent) });
});
beforeEach(async () => {
  sent.length = sink.requests.length = lines.length = 0;
  sink.answer = (_, response) => response.writeHead(201).end();
  await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.pushSubscription.deleteMany());
});
afterAll(async () => {
  sink.close();
  await test.drop();
});

/** A browser as a push service and a service worker see it. */
function newBrowser() {
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys().toString('base64url');
  const auth = randomBytes(16).toString('base64url');
  return {
    subscription: { endpoint: `https://push.service.test/send/${randomBytes(20).toString('base64url')}`, expirationTime: null, keys: { p256dh, auth } },
    read: (body: Buffer): Record<string, unknown> => JSON.parse(ece.decrypt(body, { version: 'aes128gcm', privateKey: keys, dh: p256dh, authSecret: auth }).toString()) as Record<string, unknown>,
  };
}

const verbs = () => ({ database: test.database, sealer });
const callerFor = (person: Person, at = now) => callerOf(person, permissions, at);
const userOf = ({ id, email }: Person): Recipient => ({ kind: 'user', userId: id, name: email, address: email });
const subscribe = async (person: Person, at = now) => {
  const browser = newBrowser();
  await addSubscription(verbs(), callerFor(person, at), browser.subscription, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0');
  return browser;
};

function deliver(recipient: Recipient, message: AlertMessage = testMessage(), tenant = test.tenants.alpha) {
  const id = randomUUID();
  const channel = { id, kind: 'web_push', name: 'browsers', settings: {}, sealed: sealSecrets(sealer, tenant.id, id, {}), tenant };
  return send(channel, { id: randomUUID(), recipient, message }, new AbortController().signal);
}

const only = (): SinkRequest => sink.requests[0] ?? expect.unreachable('nothing was pushed');

describe('a push', () => {
  it('is encrypted for the browser, and says what a lock screen shows', async () => {
    const browser = await subscribe(cast.alice);
    expect(await deliver(userOf(cast.alice))).toEqual({ status: 201 });
    expect(sent.map(({ url }) => url)).toEqual([browser.subscription.endpoint]);
    const { headers, body } = only();
    expect(headers).toMatchObject({ ttl: '14400', urgency: 'high', 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', topic: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
    expect(body.toString('latin1')).not.toContain('Disk');
    expect(browser.read(body)).toEqual({
      title: '🔴 Critical: Disk full on web-1',
      body: 'The disk / of web-1 is 97 % full.\nDisk / of web-1 is 97 % full · web-1, mountpoint=/ · value 97.03 · since 03:12 UTC (4 min)',
      tag: headers.topic, url: 'https://nines.example.com/alerts?group=1', acknowledgeUrl: 'https://nines.example.com/l/ack', isUrgent: true, at: testMessage().at,
    });
  });

  it('is signed for its push service by the key that browsers subscribed with', async () => {
    await subscribe(cast.alice);
    await deliver(userOf(cast.alice));
    const { publicKey } = await listSubscriptions(verbs(), callerFor(cast.alice));
    const [, token = '', key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(String(only().headers.authorization)) ?? [];
    expect(key).toBe(publicKey);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(publicKey, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: 'https://push.service.test', sub: 'https://nines.example.com' });
  });

  it('fits into what push services take, whatever an alert says', async () => {
    const browser = await subscribe(cast.alice);
    await deliver(userOf(cast.alice), hostileMessage());
    expect(only().body.length).toBeLessThanOrEqual(4_096);
    expect(browser.read(only().body)).toMatchObject({ isUrgent: true });
  });

  it('reaches each browser of the person, and nobody else', async () => {
    await subscribe(cast.alice);
    await subscribe(cast.alice);
    await subscribe(cast.charlie);
    await deliver(userOf(cast.alice));
    expect(sink.requests).toHaveLength(2);
  });

  it('to all goes to those who may see alerts only', async () => {
    const alice = await subscribe(cast.alice);
    await subscribe(cast.victor);
    await deliver({ kind: 'channel', name: 'browsers' });
    expect(sent.map(({ url }) => url)).toEqual([alice.subscription.endpoint]);
    await expect(deliver(userOf(cast.victor))).rejects.toMatchObject({ name: 'SendFailure', isRetryable: false, message: 'victor@example.com has no browser in which notifications are on.' });
  });

  it.each([404, 410])('to a subscription that has ended (%i) removes it', async (status) => {
    const gone = await subscribe(cast.alice);
    const alive = await subscribe(cast.alice, now + 1);
    sink.answer = ({ path }, response) => response.writeHead(gone.subscription.endpoint.endsWith(path) ? status : 201).end();
    expect(await deliver(userOf(cast.alice))).toEqual({ status: 201 });
    expect((await listSubscriptions(verbs(), callerFor(cast.alice))).subscriptions).toHaveLength(1);
    sink.answer = (_, response) => response.writeHead(status).end();
    await expect(deliver(userOf(cast.alice))).rejects.toMatchObject({ isRetryable: false, message: expect.stringContaining('has no browser') as string });
    expect((await listSubscriptions(verbs(), callerFor(cast.alice))).subscriptions).toEqual([]);
    expect(lines.join()).not.toContain(alive.subscription.endpoint);
  });

  it.each<[status: number, isRetryable: boolean]>([[400, false], [401, false], [413, false], [429, true], [500, true]])('that is answered %i fails, worth another try: %j', async (status, isRetryable) => {
    const { subscription } = await subscribe(cast.alice);
    sink.answer = ({ path }, response) => response.writeHead(status, { 'retry-after': '3' }).end(`no ${path}`);
    const failure = await deliver(userOf(cast.alice)).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ name: 'SendFailure', status, isRetryable, retryAfterMs: isRetryable ? 3_000 : null });
    expect([JSON.stringify(failure), (failure as Error).message, ...lines].join()).not.toContain(subscription.endpoint.split('/').at(-1));
  });

  it('is delivered when one browser got it: the others are not told twice', async () => {
    await subscribe(cast.alice);
    const broken = await subscribe(cast.alice);
    sink.answer = ({ path }, response) => response.writeHead(broken.subscription.endpoint.endsWith(path) ? 500 : 201).end();
    expect(await deliver(userOf(cast.alice))).toEqual({ status: 201 });
    expect(lines.join()).toContain('was not reached');
  });

  it('goes to no private address while the operator does not allow them', async () => {
    const careful = createChannelSender({ database: test.database, sealer, allowPrivate: false, log });
    const browser = newBrowser();
    await addSubscription(verbs(), callerFor(cast.alice), { ...browser.subscription, endpoint: 'https://127.0.0.1/push' }, null);
    const id = randomUUID();
    const channel = { id, kind: 'web_push', name: 'browsers', settings: {}, sealed: sealSecrets(sealer, test.tenants.alpha.id, id, {}), tenant: test.tenants.alpha };
    await expect(careful(channel, { id, recipient: userOf(cast.alice), message: testMessage() }, new AbortController().signal)).rejects.toMatchObject({
      isRetryable: false, message: expect.stringContaining('not an address of the public internet') as string,
    });
  });
});

describe('the subscriptions of a person', () => {
  it('are ten at most; the oldest gives way', async () => {
    const first = await subscribe(cast.alice, now - 1_000);
    for (let index = 0; index < 10; index += 1) await subscribe(cast.alice, now + index);
    const { subscriptions } = await listSubscriptions(verbs(), callerFor(cast.alice));
    expect(subscriptions).toHaveLength(10);
    expect(subscriptions[0]?.browser).toBe('Firefox on Linux');
    await expect(removeSubscription(verbs(), callerFor(cast.alice), first.subscription.endpoint)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('belong to who used the browser last, and can be removed by nobody else', async () => {
    const { subscription } = await subscribe(cast.bob);
    await addSubscription(verbs(), callerFor(cast.alice), subscription, null);
    expect((await listSubscriptions(verbs(), callerFor(cast.bob))).subscriptions).toEqual([]);
    for (const other of [cast.bob, cast.charlie]) await expect(removeSubscription(verbs(), callerFor(other), subscription.endpoint)).rejects.toMatchObject({ code: 'not_found' });
    await removeSubscription(verbs(), callerFor(cast.alice), subscription.endpoint);
    expect((await listSubscriptions(verbs(), callerFor(cast.alice))).subscriptions).toEqual([]);
    const actions = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action: { startsWith: 'push_subscription.' } } }));
    expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(['push_subscription.create', 'push_subscription.delete']));
    expect(JSON.stringify(actions.map(({ before, after }) => [before, after]))).not.toContain(subscription.endpoint);
  });

  it('are of people only', async () => {
    const key = { ...callerFor(cast.alice), actor: { kind: 'key' as const, id: randomUUID(), name: 'a key' } };
    await expect(addSubscription(verbs(), key, newBrowser().subscription, null)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are asked for with the same key on every node and after each start, and another one elsewhere', () => {
    const elsewhere = createSealer(Buffer.alloc(32, 2).toString('base64url'));
    expect(vapidKeysOf(createSealer(Buffer.alloc(32, 1).toString('base64url')))).toEqual(vapidKeysOf(sealer));
    expect(vapidKeysOf(elsewhere).publicKey).not.toBe(vapidKeysOf(sealer).publicKey);
  });
});
