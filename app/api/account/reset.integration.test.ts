import { io } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { socketPath } from '@/lib/events';
import { sealSecrets } from '@/server/alerts/channels/stored-channel';
import { record } from '@/server/audit/record';
import { sendAccountMail } from '@/server/auth/account-mail';
import { signIn } from '@/server/auth/sign-in';
import { withinOneSecond } from '@/server/auth/test-within-one-second';
import { castPassword, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { askForReset, isResetOpen, resetPassword, sendResetLink } from '@/server/account/reset';
import type { AccountWorld } from '@/server/account/own';

let nines: TestRuntime;
let world: AccountWorld;
let smtp: SMTPServer;
let channelId = '';
const mails: { to: string; text: string }[] = [];
const now = Date.now();
const from = (at = now) => ({ now: at, requestId: 'reset', address: '192.0.2.1' });
const newPassword = 'a new password of the test';

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  world = { ...nines.runtime, config: { ...nines.runtime.config, outgoingAllowPrivate: true } };
  smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'], closeTimeout: 100,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8').replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text });
        done();
      });
    },
  });
  const listening = smtp.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => (listening.listening ? resolve() : listening.once('listening', resolve)));
  const { alpha } = nines.tenants;
  const settings = { host: '127.0.0.1', port: (listening.address() as AddressInfo).port, security: 'none', from: 'nines@example.com', to: [], username: '', ca: null };
  await nines.database.transaction({ kind: 'tenant', tenant: alpha }, async (tx) => {
    const { id } = await tx.notificationChannel.create({ data: { tenantId: alpha.id, name: 'Mail', kind: 'email', settings, sealed: '' } });
    await tx.notificationChannel.update({ where: { id }, data: { sealed: sealSecrets(nines.runtime.sealer, alpha.id, id, {}) } });
    channelId = id;
    await changedBy('channel.create', nines.cast.alice.id);
  });
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await nines.close();
});
beforeEach(async () => {
  mails.length = 0;
  await nines.database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.deleteMany());
});

/** Writes down who changed the channel, as its verbs do. */
const changedBy = (action: string, userId: string) =>
  nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) =>
    record(tx, nines.tenants.alpha, { actor: { kind: 'user', id: userId }, action, before: null, after: { id: channelId }, requestId: 'test', now: Date.now() }),
  );

const tokenOf = (text: string) => /\/reset\/([\w-]{43})/.exec(text)?.[1] ?? '';

/** Asks for a link and reads it out of the mail. */
async function link(at = now): Promise<string> {
  mails.length = 0;
  await sendResetLink(world, nines.cast.alice.email, from(at));
  return mails.map(({ text }) => tokenOf(text)).find((token) => token !== '') ?? '';
}

const canSignIn = async (password: string) => {
  const found = await signIn(world, { email: nines.cast.alice.email, password, address: '192.0.2.9', userAgent: null, now, requestId: 'test' });
  return found !== null && found !== 'second_factor';
};

describe('a link to set a new password', () => {
  it('works once, ends every session, and its person is told', async () => {
    const token = await link();
    const session = await nines.openSession(nines.cast.alice);
    expect(await nines.runtime.access.bySession(session.id)).not.toBeNull();
    mails.length = 0;
    const reset = () => Promise.allSettled([1, 2].map(() => resetPassword(world, { token, password: newPassword }, from())));
    const both = await withinOneSecond(reset, async () => (await nines.runtime.access.bySession(session.id)) === null);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(resetPassword(world, { token, password: 'another password of it' }, from())).rejects.toMatchObject({ code: 'not_found' });
    expect(await canSignIn(castPassword)).toBe(false);
    expect(await canSignIn(newPassword)).toBe(true);
    await expect.poll(() => mails.length).toBe(1);
    expect(mails[0]).toMatchObject({ to: 'alice@example.com', text: expect.stringContaining('Your password was changed') as unknown });
    await resetPassword(world, { token: await link(), password: castPassword }, from());
  });

  it('is over after 30 minutes, and when a newer one is sent', async () => {
    const first = await link();
    expect(await isResetOpen(nines.database, first, now + 30 * 60_000 - 1)).toBe(true);
    await expect(resetPassword(world, { token: first, password: newPassword }, from(now + 30 * 60_000))).rejects.toMatchObject({ code: 'not_found' });
    const second = await link();
    expect(await isResetOpen(nines.database, first, now)).toBe(false);
    expect(await isResetOpen(nines.database, second, now)).toBe(true);
  });

  it('is stored as a hash alone', async () => {
    const token = await link();
    const rows = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.userToken.findMany());
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('does not exist for who has no account, no password, or no channel; asking says the same', async () => {
    for (const email of ['nobody@example.com', nines.cast.charlie.email, nines.cast.alice.email]) {
      const answer = await fetch(`${nines.origin}/api/account/reset-request`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email }) });
      expect([answer.status, await answer.text()]).toEqual([200, '{"done":true}']);
    }
    const { id, email } = nines.cast.bob;
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.user.update({ where: { id }, data: { passwordHash: null } }));
    mails.length = 0;
    await sendResetLink(world, email, from());
    await sendResetLink(world, 'nobody@example.com', from());
    expect(mails.filter(({ to }) => to !== nines.cast.alice.email && to !== nines.cast.charlie.email)).toEqual([]);
    // Who has a tenant without a channel gets it by that of the tenant that runs the installation.
    await sendResetLink(world, nines.cast.charlie.email, from());
    expect(mails.some(({ to, text }) => to === nines.cast.charlie.email && tokenOf(text) !== '')).toBe(true);
    expect(await sendAccountMail(world, nines.tenants.beta, { to: email, subject: 'x', text: 'x' })).toBe('no_channel');
  });

  it('is asked for five times, then the account and one that does not exist are locked alike', async () => {
    for (const email of ['nobody@example.com', nines.cast.charlie.email]) {
      for (let index = 0; index < 5; index += 1) await askForReset(world, email, from());
      await expect(askForReset(world, email, from())).rejects.toMatchObject({ code: 'too_many_requests' });
    }
  });
});

describe('sessions of a person', () => {
  const call = (method: string, path: string, cookie: string, body?: unknown) =>
    fetch(`${nines.origin}${path}`, { method, headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, body: body === undefined ? undefined : JSON.stringify(body) });
  const connect = async (cookie: string) => {
    const socket = io(nines.origin, { path: socketPath, transports: ['websocket'], extraHeaders: { cookie }, reconnection: false });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return socket;
  };

  it('that one ends is out within a second, on its open socket too', async () => {
    const [mine, other] = [await nines.openSession(nines.cast.alice), await nines.openSession(nines.cast.alice)];
    const socket = await connect(other.cookie);
    const gone = new Promise<number>((resolve) => socket.once('disconnect', () => resolve(performance.now())));
    const startedMs = performance.now();
    expect((await call('DELETE', `/api/account/sessions/${other.id}`, mine.cookie)).status).toBe(200);
    expect((await gone) - startedMs).toBeLessThan(1_000);
    expect((await call('GET', '/api/account', other.cookie)).status).toBe(401);
    expect((await call('GET', '/api/account', mine.cookie)).status).toBe(200);
  });

  it('end but for this one when the password is changed, which asks for the present one', async () => {
    const [mine, other] = [await nines.openSession(nines.cast.alice), await nines.openSession(nines.cast.alice)];
    expect((await call('PUT', '/api/account/password', mine.cookie, { current: 'wrong', password: newPassword })).status).toBe(403);
    const change = () => call('PUT', '/api/account/password', mine.cookie, { current: castPassword, password: newPassword });
    expect((await withinOneSecond(change, async () => (await call('GET', '/api/account', other.cookie)).status === 401)).status).toBe(200);
    expect((await call('GET', '/api/account', mine.cookie)).status).toBe(200);
    expect((await call('PUT', '/api/account/password', mine.cookie, { current: newPassword, password: castPassword })).status).toBe(200);
  });

  it('of another person cannot be ended, or seen', async () => {
    const [alice, charlie] = [await nines.openSession(nines.cast.alice), await nines.openSession(nines.cast.charlie)];
    expect((await call('DELETE', `/api/account/sessions/${alice.id}`, charlie.cookie)).status).toBe(404);
    expect(await (await call('GET', '/api/account/sessions', charlie.cookie)).text()).not.toContain(alice.id);
  });
});

// Last: from then on nobody trusts the channel.
describe('a channel that somebody changed who is less than an owner', () => {
  it('carries no link into the account of an owner', async () => {
    expect(await link()).not.toBe('');
    await changedBy('channel.update', nines.cast.bob.id);
    expect(await link()).toBe('');
  });
});
