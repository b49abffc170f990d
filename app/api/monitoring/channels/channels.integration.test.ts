import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { ChannelDraft } from '@/lib/alerts/channels/schemas';
import { defaultRoute } from '@/lib/alerts/notify/schemas';
import { permissions } from '@/lib/auth/permissions';
import { createTransportParts } from '@/server/alerts/channels/send';
import { keepingLog, startSink, type Sink } from '@/server/alerts/channels/test-sink';
import { tryDraft } from '@/server/alerts/channels/try-channel';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';

let nines: TestRuntime;
let sink: Sink;
const cookies = new Map<string, string>();

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  sink = await startSink();
  for (const person of ['alice', 'bob', 'victor', 'charlie'] as const) cookies.set(person, (await nines.openSession(nines.cast[person])).cookie);
});
afterAll(async () => {
  sink.close();
  await nines.close();
});

/** What is read of the answers; each has its part of it. */
interface Body {
  id: string;
  version: number;
  name: string;
  isEnabled: boolean;
  secretsSet: string[];
  issues: { path: string }[];
  detail: string;
  ok: boolean;
  error: string;
  kinds: { kind: string; settings: unknown; secrets: { properties: Record<string, unknown> } }[];
  endpointHash: string;
  publicKey: string;
  subscriptions: unknown[];
}

interface Answer {
  status: number;
  body: Body;
}

async function call(person: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${nines.origin}/api/monitoring/${path}`, {
    method,
    headers: { cookie: cookies.get(person) ?? '', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const secret = 'hunter2hunter2hunter2';
let made = 0;
const draft = (changed: object = {}) => ({ name: `channel ${(made += 1)}`, kind: 'webhook', settings: { url: 'https://example.com/h' }, secrets: { signingSecret: secret }, ...changed });
const create = async (changed: object = {}) => (await call('alice', 'POST', 'channels', draft(changed))).body;
const inAlpha = <T>(run: Parameters<typeof nines.database.transaction<T>>[1]) => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, run);
const auditOf = (id: string) => inAlpha(async (tx) => (await tx.auditEntry.findMany({ orderBy: { at: 'asc' }, omit: { seq: true } })).filter(({ before, after }) => JSON.stringify([before, after]).includes(id)));

describe('a channel', () => {
  it('is created and audited, and its secrets never come out', async () => {
    const { status, body } = await call('alice', 'POST', 'channels', draft({ name: 'ops' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: 1, name: 'ops', kind: 'webhook', title: 'Webhook', isEnabled: true, isPersonal: false, secretsSet: ['signingSecret'], circuit: null, lastDelivery: null, lastFailure: null,
      settings: { url: 'https://example.com/h', headers: [], secretHeaderName: 'Authorization', template: '' },
    });
    expect(await auditOf(body.id)).toMatchObject([{ action: 'channel.create', actor: { kind: 'user', id: nines.cast.alice.id }, before: null, after: { id: body.id, name: 'ops', version: 1 } }]);
    const shown = [body, (await call('alice', 'GET', `channels/${body.id}`)).body, (await call('alice', 'GET', 'channels')).body, await auditOf(body.id)];
    expect(JSON.stringify(shown)).not.toContain(secret);
    const { sealed } = await inAlpha((tx) => tx.notificationChannel.findUniqueOrThrow({ where: { id: body.id } }));
    expect(sealed).toMatch(/^v1\./);
    expect(sealed).not.toContain(secret);
  });

  it('is changed from the version that was read; a lost race is a conflict', async () => {
    const { id, version, name } = await create();
    const changed = { ...draft({ name, isEnabled: false }), secrets: {} };
    const { status, body } = await call('alice', 'PUT', `channels/${id}`, { version, channel: changed });
    expect([status, body.version, body.isEnabled, body.secretsSet]).toEqual([200, 2, false, ['signingSecret']]);
    expect((await call('alice', 'PUT', `channels/${id}`, { version, channel: changed })).status).toBe(409);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'channel.update', before: { version: 1, isEnabled: true }, after: { version: 2, isEnabled: false, isSecretChanged: false } });
  });

  it('keeps its secrets from another place', async () => {
    const { id, version, name } = await create();
    const channel = { ...draft({ name, settings: { url: 'https://evil.test/h' } }), secrets: {} };
    const { status, body } = await call('alice', 'PUT', `channels/${id}`, { version, channel });
    expect([status, body.issues]).toEqual([400, [{ path: 'secrets.signingSecret', message: expect.stringContaining('Enter the secret again') as string }]]);
    expect((await call('alice', 'POST', 'channels/test', { channel, id })).status).toBe(400);
    expect((await call('alice', 'PUT', `channels/${id}`, { version, channel: { ...channel, secrets: { signingSecret: 'another secret!!' } } })).status).toBe(200);
  });

  it('has a name of its own', async () => {
    const [one, two] = [await create(), await create()];
    expect((await call('alice', 'POST', 'channels', draft({ name: one.name }))).status).toBe(409);
    expect((await call('alice', 'PUT', `channels/${two.id}`, { version: 1, channel: { ...draft({ name: one.name }), secrets: {} } })).status).toBe(409);
    expect((await call('charlie', 'POST', 'channels', draft({ name: one.name }))).status).toBe(200);
  });

  it.each<[what: string, changed: object, path: string]>([
    ['an unknown kind', { kind: 'pigeon' }, 'kind'],
    ['a setting that is wrong', { settings: { url: 'javascript:alert(1)' } }, 'settings.url'],
    ['a setting that is missing', { settings: {} }, 'settings.url'],
    ['a secret that is missing', { kind: 'slack', settings: {}, secrets: {} }, 'secrets.url'],
  ])('is refused for %s', async (_, changed, path) => {
    const { status, body } = await call('alice', 'POST', 'channels', draft(changed));
    expect([status, body.issues[0]?.path]).toEqual([400, path]);
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('that a route or a policy names is deleted by force only', async () => {
    const { id, name } = await create();
    const { id: free } = await create();
    await inAlpha(async (tx) => {
      const settings: object = { ...defaultRoute, routes: [{ ...defaultRoute, id: 'db', name: 'Databases', channelIds: [id] }] };
      await tx.notificationRouting.upsert({ where: { tenantId: nines.tenants.alpha.id }, create: { tenantId: nines.tenants.alpha.id, settings }, update: { settings } });
      const policy = { name: 'Night', steps: [{ afterMs: 0, targets: [{ kind: 'channel', id }] }], repeats: 0, repeatAfterMs: 60_000 };
      await tx.escalationPolicy.create({ data: { tenantId: nines.tenants.alpha.id, name: 'Night', settings: policy } });
    });
    const { status, body } = await call('alice', 'DELETE', `channels/${id}`);
    expect([status, body.detail]).toEqual([409, expect.stringContaining(`"${name}" is used by the route "Databases", the escalation policy "Night".`)]);
    expect((await call('alice', 'DELETE', `channels/${free}?version=2`)).status).toBe(409);
    expect((await call('alice', 'DELETE', `channels/${free}?version=1`)).body).toEqual({ deleted: true });
    expect((await call('alice', 'DELETE', `channels/${id}?force=true`)).body).toEqual({ deleted: true });
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'channel.delete', before: { id, name }, after: null });
  });

  it('shows its last delivery, its last failure, and why nothing is sent', async () => {
    const { id } = await create();
    const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 3, 0, second));
    const delivery = (second: number, changed: object) => ({
      tenantId: nines.tenants.alpha.id, eventKey: `e${made} ${second}`, kind: 'fire', channelId: id, channelName: 'c', channelKind: 'webhook', recipient: {}, recipientKey: 'r', groupKey: 'g',
      message: { title: `message ${second}` }, createdAt: at(second), updatedAt: at(second), ...changed,
    });
    await inAlpha(async (tx) => {
      await tx.delivery.createMany({ data: [
        delivery(1, { state: 'delivered', deliveredAt: at(1) }), delivery(2, { state: 'delivered', deliveredAt: at(2), lastError: 'at first' }), delivery(3, { state: 'dead', lastError: 'example.com answered 404' }),
      ] });
      await tx.notificationChannel.update({ where: { id }, data: { circuit: { state: 'open' } } });
    });
    expect((await call('alice', 'GET', `channels/${id}`)).body).toMatchObject({
      circuit: { state: 'open' }, lastDelivery: { at: at(2).getTime(), title: 'message 2' }, lastFailure: { at: at(3).getTime(), error: 'example.com answered 404' },
    });
  });

  it('is nothing to another tenant, and closed to who lacks the permission', async () => {
    const { id } = await create();
    const calls: [method: string, path: string, body?: unknown][] = [
      ['GET', `channels/${id}`], ['PUT', `channels/${id}`, { version: 1, channel: draft() }], ['DELETE', `channels/${id}`], ['POST', `channels/${id}/test`, {}],
      ['POST', 'channels/test', { channel: { ...draft(), secrets: {} }, id }],
    ];
    for (const [method, path, body] of calls) {
      expect([path, (await call('charlie', method, path, body)).status]).toEqual([path, 404]);
      for (const person of ['bob', 'victor']) expect([path, (await call(person, method, path, body)).status]).toEqual([path, 403]);
    }
    expect(JSON.stringify((await call('charlie', 'GET', 'channels')).body)).not.toContain(id);
  });
});

describe('a test of a channel', () => {
  const by = () => createTransportParts({ database: nines.database, sealer: nines.runtime.scrape.sealer, allowPrivate: true, log: keepingLog().log });
  let minutes = 0;
  /** A new hour each time, so that no test waits for another. */
  const caller = () => callerOf(nines.cast.alice, permissions, Date.now() + (minutes += 60) * 60_000);
  const toSink = () => ChannelDraft.parse(draft({ settings: { url: `${sink.origin}/h` } }));

  it('sends a real message and says how it went', async () => {
    sink.answer = (_, response) => response.writeHead(202).end();
    expect(await tryDraft(by(), caller(), { channel: toSink(), url: 'https://nines.example.com' })).toEqual({ ok: true, status: 202, durationMs: expect.any(Number) as number, error: null });
    expect(JSON.parse(sink.requests.at(-1)?.body.toString() ?? '')).toMatchObject({ kind: 'test', tenant: 'Alpha', alerts: [], url: 'https://nines.example.com/alerts' });
    sink.answer = (_, response) => response.writeHead(500).end(`no ${secret}`);
    const failed = await tryDraft(by(), caller(), { channel: toSink(), url: 'https://nines.example.com' });
    expect(failed).toMatchObject({ ok: false, status: 500, error: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 500 Internal Server Error: no \*\*\*$/) as string });
    const tests = await inAlpha((tx) => tx.auditEntry.findMany({ where: { action: 'channel.test' } }));
    expect(tests).toHaveLength(2);
    expect(JSON.stringify(tests.map(({ after }) => after))).not.toContain(secret);
  });

  it('closes what it opened', async () => {
    sink.answer = (_, response) => response.writeHead(202).end();
    sink.requests.length = 0;
    const parts = by();
    const outgoing: typeof parts.outgoing = { request: (request) => parts.outgoing.request({ ...request, url: sink.origin }) };
    const channel = ChannelDraft.parse({ name: 'pd', kind: 'pagerduty', secrets: { routingKey: 'R'.repeat(32) } });
    expect((await tryDraft({ ...parts, outgoing }, caller(), { channel, url: 'https://nines.example.com' })).ok).toBe(true);
    const events = sink.requests.map(({ body }) => JSON.parse(body.toString()));
    expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'resolve']);
    expect(events[0].dedup_key).toBe(events[1].dedup_key);
  });

  it('goes to no private address by default, and is limited', async () => {
    const { id } = await create({ settings: { url: `${sink.origin}/h` } });
    sink.requests.length = 0;
    const first = await call('alice', 'POST', `channels/${id}/test`, {});
    expect([first.status, first.body.ok, first.body.error]).toEqual([200, false, expect.stringContaining('not an address of the public internet')]);
    const statuses = [];
    for (let index = 0; index < 12; index += 1) statuses.push((await call('alice', 'POST', `channels/${id}/test`, {})).status);
    expect([statuses.at(0), statuses.at(-1)]).toEqual([200, 429]);
    expect(sink.requests).toEqual([]);
  });
});

it('the kinds come with the schemas of their forms', async () => {
  const { body } = await call('alice', 'GET', 'channel-kinds');
  expect(body.kinds.map(({ kind }) => kind)).toEqual(['email', 'slack', 'teams', 'webhook', 'pagerduty', 'opsgenie', 'discord', 'telegram', 'ntfy', 'web_push']);
  expect(body.kinds[0]?.settings).toMatchObject({ type: 'object', required: ['host', 'from'], properties: { host: { title: 'SMTP server', placeholder: 'smtp.example.com' }, port: { default: 587 } } });
  expect(body.kinds[0]?.secrets.properties.password).toMatchObject({ type: 'string', title: 'Password' });
});

it('a browser is subscribed by who uses it, by the API', async () => {
  const subscription = { endpoint: 'https://push.example.com/abc', expirationTime: null, keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) } };
  const { status, body } = await call('alice', 'POST', 'push-subscriptions', subscription);
  expect([status, body.endpointHash]).toEqual([200, expect.stringMatching(/^[0-9a-f]{64}$/)]);
  const listed = (await call('alice', 'GET', 'push-subscriptions')).body;
  expect([Buffer.from(listed.publicKey, 'base64url').length, listed.subscriptions]).toEqual([65, [body]]);
  expect((await call('charlie', 'DELETE', 'push-subscriptions', { endpoint: subscription.endpoint })).status).toBe(404);
  expect((await call('alice', 'DELETE', 'push-subscriptions', { endpoint: subscription.endpoint })).body).toEqual({ deleted: true });
  expect((await call('alice', 'POST', 'push-subscriptions', { ...subscription, endpoint: 'http://push.example.com/abc' })).status).toBe(400);
});
