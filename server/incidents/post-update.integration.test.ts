import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { postUpdate as endpoint } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { declareIncident } from './declare-incident';
import { postUpdate } from './post-update';
import { watchIncident } from './watch';

const now = Date.parse('2026-03-28T03:00:00Z');

let test: TestDatabase;
let cast: Cast;
let sources: { database: TestDatabase['database']; url: string; log: ReturnType<typeof createLog> };
let alice: Caller;
let charlie: Caller;
let incident: Incident;
let ops: string;
let off: string;
let mail: string;
let pageId: string;
let componentId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  sources = { database: test.database, url: 'https://nines.example.com', log: createLog('silent') };
  alice = callerOf(cast.alice, permissionsOf('OWNER'), now);
  charlie = callerOf(cast.charlie, permissionsOf('OWNER'), now);
  ops = await channel('ops', 'slack');
  off = await channel('old chat', 'slack', false);
  mail = await channel('mail', 'email');
  ({ pageId, componentId } = await inAlpha(async (tx) => {
    const page = await tx.statusPage.create({ data: { tenantId: alice.tenant.id, slug: 'alpha', isOn: true, settings: {} } });
    const component = await tx.statusComponent.create({ data: { tenantId: alice.tenant.id, pageId: page.id, position: 0, groupName: '', name: 'Checkout', description: '' } });
    return { pageId: page.id, componentId: component.id };
  }));
});
beforeEach(async () => {
  incident = await declareIncident(sources, alice, { title: 'Checkout is down', severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null, policyId: null });
});
afterAll(() => test.drop());

type Tx = Parameters<Parameters<TestDatabase['database']['transaction']>[1]>[0];
const inAlpha = <T>(run: (tx: Tx) => Promise<T>) => test.database.transaction({ kind: 'tenant', tenant: alice.tenant }, run);
const channel = (name: string, kind: string, isEnabled = true) =>
  inAlpha(async (tx) => (await tx.notificationChannel.create({ data: { tenantId: alice.tenant.id, name, kind, isEnabled, settings: {}, sealed: '' } })).id);
const body = (wanted: Partial<z.input<typeof schema>> = {}) => schema.parse({ text: 'We **know** the cause.', key: randomUUID(), version: incident.version, ...wanted });
const schema = endpoint.body ?? expect.unreachable('The endpoint has a body.');
const post = (wanted: Partial<z.input<typeof schema>> = {}, caller = alice) => postUpdate(sources, caller, incident.id, body(wanted));
const deliveries = () => inAlpha((tx) => tx.delivery.findMany({ where: { groupKey: `incident:${incident.id}` }, orderBy: { position: 'asc' } }));
const entries = () => inAlpha((tx) => tx.incidentEntry.findMany({ where: { incidentId: incident.id, kind: { in: ['state', 'update'] } }, orderBy: { id: 'asc' } }));
const audits = () => inAlpha((tx) => tx.auditEntry.count({ where: { action: 'incident.post_update', after: { path: ['id'], equals: incident.id } } }));
const subscribe = (address: string, changed: { confirmedAt?: Date | null; incidentId?: string } = {}) =>
  inAlpha((tx) => tx.statusSubscriber.create({ data: { tenantId: alice.tenant.id, pageId, kind: 'email', address, addressHash: address, leaveHash: randomUUID(), confirmedAt: new Date(now), scope: changed.incidentId ?? 'page', ...changed } }));

describe('postUpdate', () => {
  it('moves the incident, notes it and queues messages to channels and to who follows it, audited once', async () => {
    await watchIncident(sources, alice, incident.id, { isWatched: true });
    const { entry, deliveries: count, left } = await post({ state: 'identified', channelIds: [ops] });
    expect(entry).toMatchObject({ kind: 'update', text: 'We **know** the cause.', at: now, actor: { id: cast.alice.id } });
    expect({ count, left }).toEqual({ count: 2, left: [] });
    expect((await entries()).map(({ kind }) => kind)).toEqual(['state', 'update']);
    expect(await deliveries()).toMatchObject([
      { channelId: ops, kind: 'update', state: 'queued', message: { title: `#${incident.number} Checkout is down: identified`, text: 'We know the cause.', url: `https://nines.example.com/incidents/${incident.id}` } },
      { channelId: mail, recipient: { kind: 'user', address: 'alice@example.com' }, message: { reason: 'You follow this incident.' } },
    ]);
    expect(await audits()).toBe(1);
  });

  it('goes to no state that was chosen from another version, and needs one only for a state', async () => {
    await post({ state: 'resolved' });
    const before = (await entries()).length;
    await expect(post({ state: 'identified', channelIds: [ops] })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('changed by somebody else') as string });
    expect([(await entries()).length, await deliveries()]).toEqual([before, []]);
    expect((await post({ version: undefined })).entry.kind).toBe('update');
    expect(schema.safeParse({ text: 'x', key: randomUUID(), state: 'identified' }).success).toBe(false);
  });

  it('tells 200 who watch it, and says how many it does not tell', async () => {
    const people = Array.from({ length: 203 }, () => randomUUID());
    await test.database.transaction({ kind: 'auth' }, async (tx) => {
      await tx.user.createMany({ data: people.map((id) => ({ id, email: `${id}@example.com`, passwordHash: '' })) });
      await tx.membership.createMany({ data: people.map((userId) => ({ tenantId: alice.tenant.id, userId, role: 'MEMBER' })) });
    });
    await inAlpha((tx) => tx.incidentWatcher.createMany({ data: people.map((userId) => ({ incidentId: incident.id, userId, tenantId: alice.tenant.id })) }));
    expect((await post()).left.at(-1)).toBe('3 more people watch this incident: an update goes to 200 of them at most.');
  });

  it('says of channels that are off or gone why nothing goes there', async () => {
    const { deliveries: count, left } = await post({ channelIds: [off, randomUUID()] });
    expect(count).toBe(0);
    expect(left).toEqual(['The channel “old chat” is switched off, so nothing is sent there.', 'The channel it was to go to is deleted, so nothing is sent there.']);
  });

  it('answers a second time as the first time, also when both come at once, and sends nothing twice', async () => {
    const wanted = body({ state: 'identified', channelIds: [ops, off] });
    const answers = await Promise.all([1, 2, 3].map(() => postUpdate(sources, alice, incident.id, wanted)));
    const later = await postUpdate(sources, { ...alice, now: now + 60_000 }, incident.id, wanted);
    expect(new Set([...answers, later].map((each) => JSON.stringify(each))).size).toBe(1);
    expect(later).toMatchObject({ deliveries: 1, left: [expect.stringContaining('switched off')] });
    expect(await deliveries()).toHaveLength(1);
    expect(await entries()).toHaveLength(2);
    expect(await audits()).toBe(1);
  });

  it('writes nothing when the step cannot be gone, the page is off or the component is unknown', async () => {
    await expect(post({ state: 'reviewed', channelIds: [ops] })).rejects.toMatchObject({ code: 'conflict', message: 'Only a resolved incident can be reviewed. Resolve it first.' });
    await expect(post({ channelIds: [ops], statusPage: { title: 'Checkout', components: [{ id: randomUUID(), state: 'degraded' }] } })).rejects.toMatchObject({ code: 'invalid' });
    await inAlpha((tx) => tx.statusPage.updateMany({ data: { isOn: false } }));
    await expect(post({ channelIds: [ops], statusPage: { title: 'Checkout' } })).rejects.toMatchObject({ code: 'conflict' });
    await inAlpha((tx) => tx.statusPage.updateMany({ data: { isOn: true } }));
    expect([...(await deliveries()), ...(await entries())]).toEqual([]);
    expect(await audits()).toBe(0);
  });

  it('publishes it and queues a message to each confirmed subscriber of the page or of this incident, and to nobody else', async () => {
    const other = await declareIncident(sources, alice, { title: 'Mail is slow', severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null, policyId: null });
    const told = [await subscribe('page@example.com'), await subscribe('this@example.com', { incidentId: incident.id })];
    await subscribe('page@example.com', { incidentId: incident.id });
    await subscribe('unconfirmed@example.com', { confirmedAt: null });
    await subscribe('other@example.com', { incidentId: other.id });
    const { entry, deliveries: count } = await post({ statusPage: { title: 'Payments fail', components: [{ id: componentId, state: 'major_outage' }] } });
    expect(count).toBe(2);
    const [published] = await inAlpha((tx) => tx.statusPost.findMany({ where: { incidentId: incident.id }, include: { messages: true } }));
    expect(published).toMatchObject({ title: 'Payments fail', state: 'investigating', text: 'We **know** the cause.', entryId: BigInt(entry.id) });
    expect(published?.messages.map(({ subscriberId }) => subscriberId).sort()).toEqual(told.map(({ id }) => id).sort());
  });

  it('is not found in another tenant, and a key of another update is a conflict', async () => {
    await expect(post({}, charlie)).rejects.toMatchObject({ code: 'not_found' });
    const wanted = body({ channelIds: [ops] });
    await postUpdate(sources, alice, incident.id, wanted);
    const other = await declareIncident(sources, alice, { title: 'Mail is slow', severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null, policyId: null });
    await expect(postUpdate(sources, alice, other.id, wanted)).rejects.toMatchObject({ code: 'conflict', message: 'This key is that of another update. Send the update with a new one.' });
  });
});
