import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAlertLink } from '@/lib/alerts/api';
import type { Recipient } from '@/lib/alerts/notify/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createCast, type Cast } from '@/server/test-runtime';
import { followLink, readLink } from './alert-links';
import { hashLinkToken } from './link-token';
import { startOfTest, storeAlerts } from './test-stored-alerts';

let test: TestDatabase;
let cast: Cast;
let number = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => test.drop());

const now = startOfTest + 3_600_000;
const hour = 3_600_000;
const inAlpha = <T>(run: Parameters<typeof test.database.transaction<T>>[1]) => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, run);
const toAlice = (): Recipient => ({ kind: 'user', userId: cast.alice.id, name: 'Alice', address: 'alice@example.com' });
const storeTwo = () => storeAlerts(test.database, test.tenants.alpha, [{ labels: { alertname: 'Disk', n: String((number += 1)) }, annotations: { summary: 'No room' } }, { labels: { alertname: 'Disk', n: String((number += 1)) }, state: 'resolved' }]);

async function link(alertIds: string[], changed: { action?: string; expiresAt?: Date; recipient?: Recipient } = {}): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await inAlpha((tx) =>
    tx.alertLink.create({ data: { tokenHash: hashLinkToken(token), tenantId: test.tenants.alpha.id, action: 'acknowledge', alertIds, recipient: toAlice(), expiresAt: new Date(now + hour), ...changed } }),
  );
  return token;
}

const read = (token: string, address = '192.0.2.1') => readLink(test, { token, address, now });
const follow = (token: string, address = '192.0.2.1') => followLink(test, { token, address, now, requestId: 'of-a-link' });

describe('a link of a message', () => {
  it('tells what it would do, and looking does nothing', async () => {
    const ids = await storeTwo();
    const token = await link(ids);
    const shown = await read(token);
    expect(await read(token)).toEqual(shown);
    expect(readAlertLink.response.parse(shown)).toMatchObject({
      action: 'acknowledge', state: 'open', recipient: 'Alice', expiresAt: now + hour, total: 2, alerts: [{ name: 'Disk', state: 'firing', summary: 'No room' }, { state: 'resolved' }],
    });
    expect(await inAlpha((tx) => tx.alertEvent.count())).toBe(0);
  });

  it('acknowledges once, in the name of who got it, without a session', async () => {
    const [id = '', over = ''] = await storeTwo();
    const token = await link([id, over]);
    expect(await follow(token)).toEqual({ action: 'acknowledge', done: 1, unchanged: 1 });
    expect(await inAlpha((tx) => tx.alert.findUniqueOrThrow({ where: { id } }))).toMatchObject({ state: 'acknowledged', ownerId: cast.alice.id, acknowledgedBy: { kind: 'link', id: cast.alice.id, name: 'Alice' } });
    expect(await inAlpha((tx) => tx.alertEvent.findMany({ where: { alertId: id } }))).toMatchObject([{ outcome: 'acknowledged', actor: { kind: 'link', name: 'Alice' } }]);
    const entries = await inAlpha((tx) => tx.auditEntry.findMany({ where: { action: 'alert.acknowledge', requestId: 'of-a-link' } }));
    expect(entries.find(({ after }) => JSON.stringify(after).includes(id))).toMatchObject({ actor: { kind: 'system', id: 'alert-link' }, after: { link: { name: 'Alice' }, acts: { alerts: [{ id }] } } });
    await expect(follow(token)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('used already') as string });
    expect(await read(token)).toMatchObject({ state: 'used' });
  });

  it('resolves, for a channel that names nobody', async () => {
    const [id = ''] = await storeTwo();
    const token = await link([id], { action: 'resolve', recipient: { kind: 'channel', name: 'Slack of the shop' } });
    expect(await follow(token)).toEqual({ action: 'resolve', done: 1, unchanged: 0 });
    expect(await inAlpha((tx) => tx.alert.findUniqueOrThrow({ where: { id } }))).toMatchObject({ state: 'resolved', resolution: 'person', resolvedBy: { kind: 'link', name: 'Slack of the shop' } });
  });

  it('does it for one of many that follow it at the same moment', async () => {
    const token = await link(await storeTwo());
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => follow(token)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('that has expired is told apart and does nothing', async () => {
    const [id = ''] = await storeTwo();
    const token = await link([id], { expiresAt: new Date(now) });
    expect(await read(token)).toMatchObject({ state: 'expired' });
    await expect(follow(token)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('expired') as string });
    expect(await inAlpha((tx) => tx.alert.findUniqueOrThrow({ where: { id } }))).toMatchObject({ state: 'firing', version: 1 });
  });

  it('is worth nothing to who is no member any more, and is not used up', async () => {
    const token = await link(await storeTwo(), { recipient: { kind: 'user', userId: cast.charlie.id, name: 'Charlie', address: 'charlie@example.com' } });
    expect(await read(token)).toMatchObject({ state: 'expired' });
    await expect(follow(token)).rejects.toMatchObject({ code: 'conflict' });
    expect(await inAlpha((tx) => tx.alertLink.findUniqueOrThrow({ where: { tokenHash: hashLinkToken(token) } }))).toMatchObject({ usedAt: null });
  });

  it.each(['acknowledge', 'resolve'])('to %s says that it may not to a member whose role does not hold the permission, and is not used up', async (action) => {
    const [id = ''] = await storeTwo();
    const token = await link([id], { action, recipient: { kind: 'user', userId: cast.bob.id, name: 'Bob', address: 'bob@example.com' } });
    const refusal = { code: 'forbidden', message: expect.stringContaining(`monitoring.alert.${action}`) as string };
    await expect(read(token)).rejects.toMatchObject(refusal);
    await expect(follow(token)).rejects.toMatchObject(refusal);
    expect(await inAlpha((tx) => tx.alert.findUniqueOrThrow({ where: { id } }))).toMatchObject({ state: 'firing', version: 1 });
    expect(await inAlpha((tx) => tx.alertLink.findUniqueOrThrow({ where: { tokenHash: hashLinkToken(token) } }))).toMatchObject({ usedAt: null });
  });

  it('never reaches the alerts of another tenant', async () => {
    const foreign = await storeAlerts(test.database, test.tenants.beta, [{ labels: { alertname: 'Secret' } }]);
    const token = await link(foreign);
    expect(await read(token)).toMatchObject({ total: 0, alerts: [] });
    expect(await follow(token)).toEqual({ action: 'acknowledge', done: 0, unchanged: 1 });
  });
});

describe('guessing links', () => {
  it('is refused after a few that there are not, from that network alone', async () => {
    const guess = (address: string) => read(randomBytes(32).toString('base64url'), address);
    for (let index = 0; index < 20; index += 1) await expect(guess('2001:db8::1')).rejects.toMatchObject({ code: 'not_found' });
    await expect(guess('2001:db8::2')).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 60 });
    await expect(guess('198.51.100.7')).rejects.toMatchObject({ code: 'not_found' });
    const token = await link(await storeTwo());
    await expect(follow(token, '2001:db8::3')).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(await read(token)).toMatchObject({ state: 'open' });
  });
});
