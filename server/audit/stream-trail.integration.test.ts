import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '@/lib/context';
import type { AuditStream } from '@/lib/settings/audit-settings';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient } from '@/server/outgoing/http-client';
import { testSealer } from '@/server/statements/test-statements';
import { readAuditStream, updateAuditSettings } from './audit-settings';
import { streamTrail } from './stream-trail';
import { clearTrail, rowsOf, startMs, testCaller, writeEntries } from './test-trail';
import { createAuditTrail } from './trail';

let test: TestDatabase;
let alpha: Caller['tenant'];
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  ({ alpha } = test.tenants);
});
afterAll(() => test.drop());
beforeEach(() => clearTrail(test));
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function sources(allowPrivate = true) {
  const policy = createAddressPolicy({ allowPrivate });
  return { database: test.database, sealer: testSealer, policy, outgoing: createOutgoingClient({ policy }), hostName: 'web-1' };
}

const nowMs = startMs + 3_600_000;
const setStream = (stream: AuditStream, more: object = {}, version = 0) => updateAuditSettings(sources(), testCaller(alpha, nowMs), { version, settings: { retentionDays: null, stream }, ...more });
const send = (at = nowMs) => streamTrail(sources(), alpha, at);
const status = () => readAuditStream(sources(), testCaller(alpha, nowMs));

interface Posted {
  headers: http.IncomingHttpHeaders;
  body: string;
  seqs: number[];
}

/** A receiver that answers with the next of the statuses, and with 200 when there is none left. */
async function receiver(...statuses: number[]): Promise<{ url: string; posted: Posted[] }> {
  const posted: Posted[] = [];
  const server = http.createServer((message, answer) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { entries } = JSON.parse(body) as { entries: { seq: number }[] };
      posted.push({ headers: message.headers, body, seqs: entries.map(({ seq }) => seq) });
      answer.writeHead(statuses.shift() ?? 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, posted };
}

/** A syslog server on TCP that keeps what it is sent. */
async function syslogServer(): Promise<{ port: number; read: () => string }> {
  let text = '';
  const server = net.createServer((socket) => socket.on('data', (chunk) => (text += chunk.toString())));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, read: () => text };
}

describe('a webhook', () => {
  it('gets what is written from then on, in order, once, signed and with its authorization', async () => {
    const { url, posted } = await receiver();
    await writeEntries(test.database, alpha, 1, 3);
    await setStream({ kind: 'webhook', url, ca: null }, { signingSecret: 'sixteen letters!!', authorization: 'Bearer abc' });
    await writeEntries(test.database, alpha, 5, 15);
    expect(await send()).toBe(true);
    expect(await send()).toBe(false);
    expect(posted.map(({ seqs }) => seqs)).toEqual([[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]]);
    const { headers, body }: Pick<Posted, 'headers' | 'body'> = posted[0] ?? { headers: {}, body: '' };
    expect(headers).toMatchObject({ authorization: 'Bearer abc', 'idempotency-key': `${alpha.id}-4-15` });
    const [, seconds = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['nines-signature'])) ?? [];
    expect(mac).toBe(createHmac('sha256', 'sixteen letters!!').update(`${seconds}.${body}`).digest('hex'));
    const { tenant, entries } = JSON.parse(body) as { tenant: string; entries: unknown[] };
    expect(tenant).toBe('alpha');
    expect(entries.slice(0, 2)).toMatchObject([{ seq: 4, action: 'settings.audit', actor: { kind: 'system', id: 'a-test', name: 'a test' } }, { seq: 5, after: { n: 5, name: 'grün' } }]);
    expect(await status()).toEqual({ isOn: true, behind: 0, failures: 0, lastError: null, sentAt: nowMs, nextAttemptAt: null });
  });

  it('that fails gets the same again later, and what failed is told without the path', async () => {
    const { url, posted } = await receiver(500);
    await setStream({ kind: 'webhook', url: `${url}?token=hidden`, ca: null });
    expect(await send()).toBe(false);
    const failed = await status();
    expect(failed).toMatchObject({ behind: 1, failures: 1, lastError: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 500/) as string, sentAt: null });
    expect(failed.lastError).not.toContain('hidden');
    expect((failed.nextAttemptAt ?? 0) - nowMs).toBeGreaterThanOrEqual(1_000);
    expect(await send()).toBe(true);
    expect(posted.map(({ seqs }) => seqs)).toEqual([[1], [1]]);
    expect(await status()).toMatchObject({ behind: 0, failures: 0, lastError: null });
  });

  it('never shows its secrets, keeps them unless told otherwise, and does not take them along to another address', async () => {
    const { url } = await receiver();
    const stream: AuditStream = { kind: 'webhook', url, ca: null };
    const first = await setStream(stream, { signingSecret: 'sixteen letters!!', authorization: 'Bearer abc' });
    expect(first).toEqual({ version: 1, settings: { retentionDays: null, stream }, hasSigningSecret: true, hasAuthorization: true });
    expect(await setStream({ ...stream, url: `${url}/2` }, {}, 1)).toMatchObject({ version: 2, hasSigningSecret: true, hasAuthorization: true });
    await expect(setStream({ ...stream, url: 'https://example.com/' }, {}, 2)).rejects.toMatchObject({ code: 'invalid' });
    expect(await setStream({ ...stream, url: 'https://example.com/' }, { authorization: null }, 2)).toMatchObject({ hasSigningSecret: true, hasAuthorization: false });
    await expect(setStream(stream, {}, 2)).rejects.toMatchObject({ code: 'conflict' });
    const everything = JSON.stringify([await rowsOf(test, alpha, 'select * from audit_entries'), await rowsOf(test, alpha, 'select * from tenant_settings')]);
    expect(everything).not.toMatch(/sixteen letters|Bearer abc/);
  });

  it('in the private network is refused where the operator does not allow it', async () => {
    const { url, posted } = await receiver();
    await setStream({ kind: 'webhook', url, ca: null });
    expect(await streamTrail(sources(false), alpha, nowMs)).toBe(false);
    expect(await status()).toMatchObject({ failures: 1, lastError: expect.stringContaining('OUTGOING_ALLOW_PRIVATE=1') as string });
    expect(posted).toEqual([]);
  });
});

describe('syslog', () => {
  it('over UDP gets one message of RFC 5424 for each entry', async () => {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    closing.push(() => socket.close());
    const messages: string[] = [];
    const all = new Promise<void>((resolve) => socket.on('message', (message) => messages.push(message.toString()) === 3 && resolve()));
    await setStream({ kind: 'syslog', protocol: 'udp', host: '127.0.0.1', port: socket.address().port, ca: null });
    await writeEntries(test.database, alpha, 1, 2);
    expect(await send()).toBe(true);
    await all;
    expect(messages.map((message) => /^<109>1 2026-01-05T0\d:00:0\d\.000Z web-1 nines - ([a-z._]+) \[meta sequenceId="(\d)"\] \{/.exec(message)?.slice(1))).toEqual([['settings.audit', '1'], ['thing.update', '2'], ['thing.update', '3']]);
  });

  it('over TCP gets the messages with their lengths before them', async () => {
    const { port, read } = await syslogServer();
    await setStream({ kind: 'syslog', protocol: 'tcp', host: 'localhost', port, ca: null });
    await writeEntries(test.database, alpha, 1, 1);
    expect(await send()).toBe(true);
    const [, length = '', rest = ''] = /^(\d+) (.*)$/s.exec(read()) ?? [];
    expect(rest.slice(0, Number(length))).toMatch(/^<109>1 .*"action":"settings\.audit".*\}$/);
    expect(rest.slice(Number(length))).toMatch(/^\d+ <109>1 .*"action":"thing\.update".*\}$/);
  });

  it('that nobody listens to is told, and nothing counts as sent', async () => {
    const { port } = await syslogServer();
    for (const close of closing.splice(0)) await close();
    await setStream({ kind: 'syslog', protocol: 'tcp', host: '127.0.0.1', port, ca: null });
    expect(await send()).toBe(false);
    expect(await status()).toMatchObject({ behind: 1, failures: 1, lastError: expect.stringContaining('nothing listens there') as string });
  });

  it('that does not speak TLS is told', async () => {
    const { port } = await syslogServer();
    await setStream({ kind: 'syslog', protocol: 'tls', host: '127.0.0.1', port, ca: null });
    expect(await send()).toBe(false);
    expect(await status()).toMatchObject({ behind: 1, failures: 1 });
  }, 20_000);
});

it('the job sends what is written without being asked, and two of them send nothing twice', async () => {
  const { url, posted } = await receiver();
  const trails = [0, 1].map(() => createAuditTrail({ ...sources(), connection: test.connection, log: createLog('silent') }));
  closing.push(...trails.map((trail) => () => trail.stop()));
  await Promise.all(trails.map((trail) => trail.start()));
  await setStream({ kind: 'webhook', url, ca: null });
  await writeEntries(test.database, alpha, 1, 12);
  await expect.poll(() => posted.flatMap(({ seqs }) => seqs).length, { timeout: 15_000 }).toBe(13);
  expect(posted.flatMap(({ seqs }) => seqs)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
});
