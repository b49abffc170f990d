import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelKinds } from '@/lib/alerts/channels/registry';
import { testAlert, testMessage } from '@/lib/alerts/channels/test-message';
import type { AlertMessage } from '@/lib/alerts/notify/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient, type OutgoingRequest } from '@/server/outgoing/http-client';
import { createSealer } from '@/server/secrets/sealed';
import { createChannelSender, type SealedChannel, type SendToChannel } from './send';
import { sealSecrets } from './stored-channel';
import { keepingLog, relayTo, startSink, type Sink } from './test-sink';

/** What is read of the bodies of requests; each kind sends its part of it. */
interface Sent {
  text: string;
  attachments: { content: { body: { inlines: { text: string }[] }[] } }[];
  content: string;
  kind: string;
  state: string;
  severity: string;
  event_action: string;
  dedup_key: string;
  payload?: { severity: string; source: string };
  priority: string | number;
  alias?: string;
  note?: string;
  chat_id: string;
  topic: string;
  title: string;
  tags: string[];
}

interface Case {
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
  url: string;
  headers: Record<string, string>;
  /** What tells the messages apart in the request. */
  essence: (body: Sent, request: OutgoingRequest) => unknown;
  essences: Record<'fire' | 'update' | 'resolve' | 'escalate' | 'test', unknown>;
  /** What the service answers when all is well. */
  ok?: string;
}

const token = 'hunter2hunter2hunter2hunter2hunt';
const hook = `https://hooks.service.test/services/T000/${token}`;
const json = { 'content-type': 'application/json' };
const utf8Json = { 'content-type': 'application/json; charset=utf-8' };
const group = 'root:{alertname="DiskFull"}';
const headlines = {
  fire: '🔴 Critical: Disk full on web-1', update: '🟠 Warning: Disk full on web-1', resolve: '✅ Resolved: Disk full on web-1', escalate: '🔴 Escalated: critical: Disk full on web-1', test: '🔔 Test: Disk full on web-1',
};

/** A new kind without an entry fails the contract. */
const cases: Record<string, Case> = {
  slack: { settings: {}, secrets: { url: hook }, url: hook, headers: utf8Json, essence: (body) => body.text, essences: headlines },
  teams: { settings: {}, secrets: { url: hook }, url: hook, headers: utf8Json, essence: (body) => body.attachments[0]?.content.body[0]?.inlines[0]?.text, essences: headlines },
  discord: {
    settings: {}, secrets: { url: hook }, url: hook, headers: json, essence: (body) => body.content.replaceAll('\\', ''), essences: headlines,
  },
  webhook: {
    settings: { url: 'https://hooks.service.test/h?a=b', secretHeaderName: 'X-Key' }, secrets: { signingSecret: token, secretHeader: `Key ${token}` }, url: 'https://hooks.service.test/h?a=b',
    headers: { ...json, 'x-key': `Key ${token}`, 'idempotency-key': expect.any(String) as string, 'nines-signature': expect.stringMatching(/^t=\d{10},v1=[0-9a-f]{64}$/) as string },
    essence: (body) => `${body.kind} ${body.state} ${body.severity}`,
    essences: { fire: 'fire firing critical', update: 'update firing warning', resolve: 'resolve resolved critical', escalate: 'escalate firing critical', test: 'test firing info' },
  },
  pagerduty: {
    settings: { region: 'eu' }, secrets: { routingKey: token }, url: 'https://events.eu.pagerduty.com/v2/enqueue', headers: json,
    essence: ({ event_action, dedup_key, payload }) => [event_action, dedup_key, payload?.severity, payload?.source],
    essences: {
      fire: ['trigger', group, 'critical', 'web-1'], update: ['trigger', group, 'warning', 'web-1'], resolve: ['resolve', group, undefined, undefined],
      escalate: ['trigger', group, 'critical', 'web-1'], test: ['trigger', group, 'info', 'web-1'],
    },
  },
  opsgenie: {
    settings: { apiUrl: 'https://api.eu.opsgenie.com', team: 'ops' }, secrets: { apiKey: token }, url: 'https://api.eu.opsgenie.com/v2/alerts', headers: { ...json, authorization: `GenieKey ${token}` },
    essence: ({ priority, alias, note }, { url }) => [url.split('/v2/alerts')[1], alias, priority, note?.split('\n')[0]],
    essences: {
      fire: ['', group, 'P1', undefined], update: ['', group, 'P3', undefined], resolve: [`/${encodeURIComponent(group)}/close?identifierType=alias`, undefined, undefined, 'Resolved: Disk full on web-1'],
      escalate: ['', group, 'P1', undefined], test: ['', group, 'P5', undefined],
    },
  },
  telegram: {
    settings: { chatId: '-1001' }, secrets: { token: `123456:${token}` }, url: `https://api.telegram.org/bot123456:${token}/sendMessage`, headers: json,
    essence: ({ text, chat_id }) => [chat_id, text.split('\n')[0]?.replace(/<\/?b>/g, '')].at(1), essences: headlines, ok: '{"ok":true,"result":{"message_id":1}}',
  },
  ntfy: {
    settings: { server: 'https://ntfy.service.test', topic: 'ops' }, secrets: { token }, url: 'https://ntfy.service.test', headers: { ...json, authorization: `Bearer ${token}` },
    essence: ({ topic, title, priority, tags }) => [topic, title, priority, tags[0]],
    essences: {
      fire: ['ops', 'Critical: Disk full on web-1', 5, 'rotating_light'], update: ['ops', 'Warning: Disk full on web-1', 4, 'warning'], resolve: ['ops', 'Resolved: Disk full on web-1', 3, 'white_check_mark'],
      escalate: ['ops', 'Escalated: critical: Disk full on web-1', 5, 'rotating_light'], test: ['ops', 'Test: Disk full on web-1', 3, 'bell'],
    },
  },
};

const messages: [keyof Case['essences'], AlertMessage][] = [
  ['fire', testMessage()],
  ['update', testMessage({ kind: 'update', severity: 'warning' })],
  ['resolve', testMessage({ kind: 'resolve', state: 'resolved', counts: { firing: 0, resolved: 1 }, alerts: [testAlert({ state: 'resolved', resolvedAt: testMessage().at })] })],
  ['escalate', testMessage({ kind: 'escalate' })],
  ['test', testMessage({ kind: 'test', severity: 'info' })],
];
const httpKinds = channelKinds.filter(({ transport }) => transport === 'http').map(({ kind }) => kind);
const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const { log, lines } = keepingLog();
const sent: OutgoingRequest[] = [];

let test: TestDatabase;
let plain: Sink;
let secure: Sink;
let origin = '';
let send: SendToChannel;

beforeAll(async () => {
  test = await createTestDatabase();
  [plain, secure] = [await startSink(), await startSink({ tls: true })];
  const client = createOutgoingClient({ policy: createAddressPolicy({ allowPrivate: true }), timeouts: { connectMs: 1_000, totalMs: 1_500 } });
  send = createChannelSender({ database: test.database, sealer, allowPrivate: true, log, outgoing: relayTo(client, () => origin, sent) });
});
beforeEach(() => {
  origin = plain.origin;
  sent.length = plain.requests.length = lines.length = 0;
});
afterAll(async () => {
  plain.close();
  secure.close();
  await test.drop();
});

function caseOf(kind: string): Case {
  const found = cases[kind];
  if (!found) throw new Error(`There is no contract for ${kind}.`);
  return found;
}

function channelOf(kind: string): SealedChannel {
  const { settings, secrets } = caseOf(kind);
  const id = randomUUID();
  return { id, kind, name: 'ops', settings, sealed: sealSecrets(sealer, test.tenants.alpha.id, id, secrets), tenant: test.tenants.alpha };
}

const deliver = (kind: string, message = testMessage(), signal = new AbortController().signal) =>
  send(channelOf(kind), { id: randomUUID(), recipient: { kind: 'channel', name: 'ops' }, message }, signal);

/** The failure of a delivery; whatever it says or logs holds no secret. */
async function failureOf(kind: string): Promise<Record<string, unknown>> {
  const failure = await deliver(kind).then(
    () => expect.unreachable('it was delivered'),
    (error: unknown) => error as Error & Record<string, unknown>,
  );
  const told = [failure.message, String(failure.stack), JSON.stringify(failure), ...lines].join('\n');
  for (const secret of Object.values(caseOf(kind).secrets)) expect(told).not.toContain(secret);
  expect(told).not.toContain(token);
  return { name: failure.name, message: failure.message, status: failure.status, isRetryable: failure.isRetryable, retryAfterMs: failure.retryAfterMs, isUncertain: failure.isUncertain };
}

describe.each(httpKinds)('a channel of the kind %s', (kind) => {
  it.each(messages)('sends exactly one request for %s', async (name, message) => {
    const { url, headers, essence, essences, ok = 'ok' } = caseOf(kind);
    plain.answer = (_, response) => response.end(ok);
    expect(await deliver(kind, message)).toEqual({ status: 200 });
    expect([sent.length, plain.requests.length]).toEqual([1, 1]);
    const [request] = sent;
    const [arrived] = plain.requests;
    if (!request || !arrived) throw new Error('Nothing arrived.');
    if (kind !== 'opsgenie') expect(request.url).toBe(url);
    expect(request).toMatchObject({ method: 'POST', hasSecrets: true });
    expect(request.headers).toEqual(headers);
    expect(arrived.method).toBe('POST');
    expect(arrived.body.toString()).toBe(request.body);
    expect(arrived.headers).toMatchObject(headers);
    expect(essence(JSON.parse(arrived.body.toString()) as Sent, request)).toEqual(essences[name]);
    expect(lines).toEqual([]);
  });

  const failures: [status: number, isRetryable: boolean][] = [[400, false], [401, false], [404, false], [429, true], [500, true], [503, true]];
  it.each(failures)('takes %i for a failure that is worth another try: %j', async (status, isRetryable) => {
    // The service repeats everything that it was sent.
    plain.answer = ({ path, headers, body }, response) => response.writeHead(status, { 'retry-after': '7' }).end(`no ${path} ${JSON.stringify(headers)} ${body.toString()}`);
    expect(await failureOf(kind)).toMatchObject({ name: 'SendFailure', status, isRetryable, retryAfterMs: isRetryable ? 7_000 : null, isUncertain: false });
  });

  it('gives up on a service that does not answer, and does not know whether it arrived', async () => {
    plain.answer = () => undefined;
    expect(await failureOf(kind)).toMatchObject({ status: null, isRetryable: true, isUncertain: true, message: expect.stringContaining('did not answer within') as string });
  });

  it('tells a refused connection from it', async () => {
    const gone = await startSink();
    gone.close();
    origin = gone.origin;
    expect(await failureOf(kind)).toMatchObject({ status: null, isRetryable: true, isUncertain: false, message: expect.stringContaining('refused') as string });
  });

  it('sends nothing to a server whose certificate is not trusted', async () => {
    origin = secure.origin;
    expect(await failureOf(kind)).toMatchObject({ status: null, isRetryable: false, isUncertain: false, message: expect.stringContaining('certificate') as string });
    expect(secure.requests).toEqual([]);
  });

  it.each(['http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'http://[::1]:1/'])('does not follow a redirect to %s', async (location) => {
    plain.answer = (_, response) => response.writeHead(307, { location }).end();
    expect(await failureOf(kind)).toMatchObject({ status: 307, isRetryable: false });
    expect(plain.requests).toHaveLength(1);
  });

  it('does not read an answer of 10 MB', async () => {
    let written = 0;
    plain.answer = (_, response) => {
      response.writeHead(500);
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const more = () => {
        while (written < 10_000_000 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
      };
      more();
    };
    const { message } = await failureOf(kind);
    expect(String(message).length).toBeLessThan(400);
    expect(written).toBeLessThan(10_000_000);
  });

  it('ends at once when it is stopped', async () => {
    plain.answer = () => undefined;
    await expect(deliver(kind, testMessage(), AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'SendFailure', isRetryable: true, message: expect.stringContaining('was stopped') as string });
  });

  it('fails for good when its secrets or settings cannot be read', async () => {
    const delivery = { id: randomUUID(), recipient: { kind: 'channel' as const, name: 'ops' }, message: testMessage() };
    const { signal } = new AbortController();
    await expect(send({ ...channelOf(kind), id: randomUUID() }, delivery, signal)).rejects.toMatchObject({ name: 'SendFailure', isRetryable: false, message: expect.stringContaining('Enter them again') as string });
    await expect(send({ ...channelOf(kind), settings: { nothing: 1 } }, delivery, signal)).rejects.toMatchObject({ name: 'SendFailure', isRetryable: false, message: expect.stringContaining('Edit and save it') as string });
    expect(sent).toEqual([]);
  });
});

it('refuses a private address while the operator does not allow them', async () => {
  const careful = createChannelSender({ database: test.database, sealer, allowPrivate: false, log });
  const channel = { ...channelOf('webhook'), settings: { url: `${plain.origin}/h` } };
  await expect(careful(channel, { id: randomUUID(), recipient: { kind: 'channel', name: 'ops' }, message: testMessage() }, new AbortController().signal)).rejects.toMatchObject({
    name: 'SendFailure', isRetryable: false, message: expect.stringMatching(/^127\.0\.0\.1 is not an address of the public internet.*OUTGOING_ALLOW_PRIVATE=1\.$/) as string,
  });
  expect(plain.requests).toEqual([]);
});
