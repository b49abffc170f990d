import { randomUUID } from 'node:crypto';
import net, { type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { email } from '@/lib/alerts/channels/email';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import { hostileMessage, testMessage } from '@/lib/alerts/channels/test-message';
import type { AlertMessage, Recipient } from '@/lib/alerts/notify/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient } from '@/server/outgoing/http-client';
import { createSealer } from '@/server/secrets/sealed';
import { fixture, keepingLog } from './test-sink';
import { transmit } from './transport';

const password = 'hunter2hunter2';
const policy = createAddressPolicy({ allowPrivate: true, resolve: (name, done) => done({ addresses: [{ address: name === 'metadata.test' ? '169.254.169.254' : '127.0.0.1', family: 4 }], error: null }) });
const { log, lines } = keepingLog();
const ca = fixture('ca.pem');
const identity = { cert: fixture('server.pem'), key: fixture('server.key') };

interface Arrived {
  text: string;
  from: string;
  to: string[];
  isSecure: boolean;
  user: unknown;
}

let test: TestDatabase;
let server: SMTPServer | null = null;
let port = 0;
const mails: Arrived[] = [];

beforeAll(async () => (test = await createTestDatabase()));
beforeEach(() => void (mails.length = lines.length = 0));
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));
afterAll(() => test.drop());

async function listen(options: SMTPServerOptions = {}): Promise<void> {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: (auth, session, done) => done(null, { user: `${auth.username} ${auth.password === password} ${session.secure}` }),
    onData: (stream, session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({ text, from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), isSecure: session.secure, user: session.user });
        done();
      });
    },
    ...options,
  });
  const listening: net.Server = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => (listening.listening ? resolve() : listening.once('listening', resolve)));
  port = (listening.address() as AddressInfo).port;
}

interface Sent {
  settings?: object;
  message?: AlertMessage;
  recipient?: Recipient;
  signal?: AbortSignal;
  id?: string;
}

function send({ settings = {}, message = testMessage(), recipient = { kind: 'channel', name: 'ops' }, signal = new AbortController().signal, id = randomUUID() }: Sent = {}) {
  const kind = channelKindOf('email');
  if (!kind) throw new Error('There is no kind email.');
  const parsed = email.settings.parse({ host: 'server.example.com', port, security: 'none', from: 'nines@example.com', to: ['ops@example.com'], ...settings });
  const parts = { database: test.database, sealer: createSealer(Buffer.alloc(32).toString('base64url')), policy, outgoing: createOutgoingClient({ policy }), log };
  return transmit(parts, { tenant: test.tenants.alpha, kind, settings: parsed, secrets: { password } }, { id, recipient, message }, signal);
}

async function failureOf(sent: Sent): Promise<Record<string, unknown>> {
  const failure = await send(sent).then(
    () => expect.unreachable('it was delivered'),
    (error: unknown) => error as Error & Record<string, unknown>,
  );
  const told = [failure.message, String(failure.stack), ...lines].join('\n');
  for (const form of [password, Buffer.from(password).toString('base64'), Buffer.from(`\0nines\0${password}`).toString('base64')]) expect(told).not.toContain(form);
  const { name, message, status, isRetryable, isUncertain } = failure;
  return { name, message, status, isRetryable, isUncertain };
}

const only = () => mails[0] ?? expect.unreachable('no mail arrived');
/** A header with its continuation lines. */
const header = (text: string, name: string) => new RegExp(`^${name}: ((?:.*(?:\\r\\n[ \\t])?)*)`, 'mi').exec(text.slice(0, text.indexOf('\r\n\r\n')))?.[1]?.replace(/\r\n[ \t]/g, ' ') ?? null;

/** The text of one part, decoded. */
function partOf(text: string, type: string): string {
  const part = text.split(/\r\n--/).find((each) => each.toLowerCase().includes(`content-type: ${type}`)) ?? '';
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n', '\n');
}

describe('a mail', () => {
  it('arrives as text and HTML, with the ids of its delivery and its group', async () => {
    await listen();
    expect(await send({ id: '7f9c24e8-0000-4000-8000-000000000001' })).toEqual({ status: 250 });
    const { text, from, to, isSecure } = only();
    expect([from, to, isSecure]).toEqual(['nines@example.com', ['ops@example.com'], false]);
    expect(header(text, 'Subject')).toBe('[Critical] Disk full on web-1');
    expect(header(text, 'From')).toBe('Nines <nines@example.com>');
    expect(header(text, 'Message-ID')).toBe('<7f9c24e8-0000-4000-8000-000000000001@example.com>');
    expect(header(text, 'References')).toMatch(/^<group-[0-9a-f]{32}@example\.com>$/);
    expect(header(text, 'In-Reply-To')).toBe(header(text, 'References'));
    expect(header(text, 'Auto-Submitted')).toBe('auto-generated');
    expect(partOf(text, 'text/plain')).toContain('Acknowledge:\nhttps://nines.example.com/l/ack\n');
    expect(partOf(text, 'text/html')).toContain('<a href="https://nines.example.com/l/ack"');
  });

  it('goes to one person at their own address', async () => {
    await listen();
    await send({ recipient: { kind: 'user', userId: randomUUID(), name: 'Bob', address: 'bob@example.com' } });
    expect(only().to).toEqual(['bob@example.com']);
  });

  it.each(['starttls', 'tls'] as const)('goes through %s to a server that is trusted, and signs in there only', async (security) => {
    await listen({ ...identity, secure: security === 'tls', disabledCommands: security === 'tls' ? ['STARTTLS'] : [] });
    await send({ settings: { security, ca, username: 'nines' } });
    expect(only()).toMatchObject({ isSecure: true, user: 'nines true true' });
  });

  it('never sends a password without encryption', async () => {
    await listen();
    await send({ settings: { security: 'none', username: 'nines' } });
    expect(only().user).toBeFalsy();
  });

  it('adds no header and no recipient, whatever an alert says', async () => {
    await listen();
    const title = 'x\r\nBcc: mallory@evil.test\r\nX-Evil: 1\r\n\r\nbody';
    await send({ message: hostileMessage({ title, groupKey: title, reason: title }) });
    const { text, to } = only();
    expect(to).toEqual(['ops@example.com']);
    expect([header(text, 'Bcc'), header(text, 'X-Evil')]).toEqual([null, null]);
    const names = text.slice(0, text.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/).map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
    expect(names.sort()).toEqual([
      'auto-submitted', 'content-type', 'date', 'from', 'importance', 'in-reply-to', 'message-id', 'mime-version', 'references', 'subject', 'to', 'x-priority',
    ]);
  });

  it('is delivered when one of several addresses is taken', async () => {
    await listen({ onRcptTo: ({ address }, _, done) => done(address === 'gone@example.com' ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null) });
    expect(await send({ settings: { to: ['gone@example.com', 'ops@example.com'] } })).toEqual({ status: 250 });
    expect(only().to).toEqual(['ops@example.com']);
    expect(lines.join()).toContain('gone@example.com');
  });
});

const refuse = (responseCode: number, message: string) => (_: unknown, __: unknown, done: (error: Error) => void) => done(Object.assign(new Error(message), { responseCode }));

describe('a mail that is not taken', () => {
  const cases: [what: string, options: SMTPServerOptions, sent: Sent, expected: object, message: RegExp][] = [
    ['a wrong password', { ...identity, disabledCommands: [], onAuth: (auth, _, done) => done(Object.assign(new Error(`no ${auth.password}`), { responseCode: 535 })) },
      { settings: { security: 'starttls', ca, username: 'nines' } }, { status: 535, isRetryable: false, isUncertain: false }, /did not accept the user name and password: 535/],
    ['a sign-in that fails for now', { ...identity, disabledCommands: [], onAuth: (_, __, done) => done(Object.assign(new Error('later'), { responseCode: 454 })) },
      { settings: { security: 'starttls', ca, username: 'nines' } }, { status: 454, isRetryable: true }, /454/],
    ['greylisting', { onRcptTo: refuse(451, '4.7.1 Greylisted, try again later') }, {}, { status: 451, isRetryable: true, isUncertain: false }, /refused the mail: .*Greylisted/],
    ['an unknown address', { onRcptTo: refuse(550, '5.1.1 No such user') }, {}, { status: 550, isRetryable: false }, /No such user/],
    ['a sender that is refused', { onMailFrom: refuse(553, 'not yours') }, {}, { status: 553, isRetryable: false }, /not yours/],
    ['a full disk', { onData: (stream, _, done) => (stream.resume(), stream.on('end', () => done(Object.assign(new Error('4.3.1 disk full'), { responseCode: 452 })))) }, {}, { status: 452, isRetryable: true }, /disk full/],
    ['an unknown authority', { ...identity, disabledCommands: [] }, { settings: { security: 'starttls' } }, { status: null, isRetryable: false }, /certificate of server\.example\.com:\d+ cannot be traced/],
    ['the certificate of another', { ...identity, disabledCommands: [] }, { settings: { security: 'starttls', ca, host: 'other.test' } }, { status: null, isRetryable: false }, /certificate of other\.test:\d+ is for another name/],
    ['no STARTTLS', {}, { settings: { security: 'starttls' } }, { isRetryable: false }, /does not take STARTTLS/],
    ['TLS at once where there is none', {}, { settings: { security: 'tls' } }, { status: null, isRetryable: false }, /does not speak TLS/],
    ['a metadata service', {}, { settings: { host: 'metadata.test' } }, { status: null, isRetryable: false }, /^metadata\.test is a link-local/],
    ['a person without an address', {}, { recipient: { kind: 'user', userId: randomUUID(), name: 'Bob', address: 'b@example.com\r\nDATA' } }, { status: null, isRetryable: false }, /Bob has no email address/],
  ];
  it.each(cases)('because of %s says so, and whether to try again', async (_, options, sent, expected, message) => {
    await listen(options);
    expect(await failureOf(sent)).toMatchObject({ name: 'SendFailure', ...expected, message: expect.stringMatching(message) as string });
    expect(mails).toEqual([]);
  });

  it('because nothing listens', async () => {
    await listen();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    server = null;
    expect(await failureOf({})).toMatchObject({ isRetryable: true, isUncertain: false, message: expect.stringContaining('refused') as string });
  });

  it('because the server never greets', async () => {
    const silent = net.createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    expect(await failureOf({ settings: { port: (silent.address() as AddressInfo).port } })).toMatchObject({ isRetryable: true, isUncertain: false, message: expect.stringMatching(/greeting/i) as string });
    silent.close();
  });

  it('because it is stopped while the server is slow: it may have arrived', async () => {
    const stop = new AbortController();
    await listen({ onData: (stream) => (stream.resume(), stream.on('end', () => stop.abort())) });
    expect(await failureOf({ signal: stop.signal })).toMatchObject({ isRetryable: true, isUncertain: true, message: expect.stringContaining('was stopped') as string });
  });
});
