import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertView } from '@/lib/alerts/schemas';
import { permissions } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { acknowledgeAlert, acknowledgeAlerts, type Acknowledgement } from './acknowledge-alert';
import { commentOnAlert } from './comment-on-alert';
import { resolveAlert, resolveAlerts } from './resolve-alert';
import { silenced, startOfTest, storeAlerts, type TestAlert } from './test-stored-alerts';
import { unacknowledgeAlert } from './unacknowledge-alert';

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
const as = (person: keyof Cast): Caller => callerOf(cast[person], permissions, now);
const stored = async (alert: Partial<TestAlert> = {}) => (await storeAlerts(test.database, test.tenants.alpha, [{ labels: { alertname: 'Disk', n: String((number += 1)) }, ...alert }]))[0] ?? '';
const inAlpha = <T>(run: Parameters<typeof test.database.transaction<T>>[1]) => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, run);
/** The entries of the audit trail that tell of an alert. */
async function audit(action: string, id: string) {
  const entries = await inAlpha((tx) => tx.auditEntry.findMany({ where: { action } }));
  return entries.filter(({ after }) => JSON.stringify(after).includes(id));
}
const eventsOf = (alertId: string) => inAlpha((tx) => tx.alertEvent.findMany({ where: { alertId }, orderBy: { id: 'asc' } }));
const acknowledge = (id: string, input: Partial<Acknowledgement> & { version?: number } = {}, person: keyof Cast = 'alice') => acknowledgeAlert(test, as(person), id, { comment: '', ...input });

describe('acknowledging', () => {
  it('names who works on it, until when and why, in the timeline and the audit trail', async () => {
    const id = await stored({ suppression: silenced });
    const until = now + hour;
    const alert = await acknowledge(id, { comment: 'on it', until });
    expect(alert).toMatchObject({ state: 'acknowledged', version: 2, comment: 'on it', acknowledgedAt: now, acknowledgedUntil: until, owner: { id: cast.alice.id }, acknowledgedBy: { kind: 'user', id: cast.alice.id }, suppression: silenced });
    expect(await eventsOf(id)).toMatchObject([{ stage: 'life_cycle', outcome: 'acknowledged', reason: expect.stringContaining('on it') as string, actor: { id: cast.alice.id } }]);
    expect((await audit('alert.acknowledge', id))[0]).toMatchObject({
      actor: { kind: 'user', id: cast.alice.id },
      before: { alerts: [{ id, version: 1, state: 'firing', owner: null }] },
      after: { alerts: [{ id, version: 2, state: 'acknowledged', owner: cast.alice.id, comment: 'on it' }], until },
    });
  });

  it('twice is once: nothing more is written', async () => {
    const id = await stored();
    const first = await acknowledge(id);
    expect(await acknowledge(id)).toEqual(first);
    expect(await eventsOf(id)).toHaveLength(1);
    expect(await audit('alert.acknowledge', id)).toHaveLength(1);
  });

  it('can be given to another member, and taken over', async () => {
    const id = await stored();
    expect(await acknowledge(id, { ownerId: cast.bob.id })).toMatchObject({ owner: { id: cast.bob.id }, acknowledgedBy: { id: cast.alice.id } });
    expect(await acknowledge(id, {}, 'bob')).toMatchObject({ owner: { id: cast.bob.id }, acknowledgedBy: { id: cast.bob.id }, version: 3 });
  });

  it('by a key has no owner unless one is named', async () => {
    const id = await stored();
    const key: Caller = { ...as('alice'), actor: { kind: 'key', id: 'k1', name: 'robot' } };
    expect(await acknowledgeAlert(test, key, id, { comment: '' })).toMatchObject({ owner: null, acknowledgedBy: { kind: 'key', id: 'k1', name: 'robot' } });
  });

  const refused: [what: string, alert: Partial<TestAlert>, input: () => Partial<Acknowledgement> & { version?: number }, code: string][] = [
    ['an alert that is resolved', { state: 'resolved' }, () => ({}), 'conflict'],
    ['an alert that has not fired', { state: 'pending' }, () => ({}), 'conflict'],
    ['an alert in another version', {}, () => ({ version: 7 }), 'conflict'],
    ['an owner of another tenant', {}, () => ({ ownerId: cast.charlie.id }), 'invalid'],
    ['an end that has passed', {}, () => ({ until: now }), 'invalid'],
    ['an end beyond a week', {}, () => ({ until: now + 169 * hour }), 'invalid'],
  ];
  it.each(refused)('is refused for %s, and nothing changes', async (_, alert, input, code) => {
    const id = await stored(alert);
    await expect(acknowledge(id, input())).rejects.toMatchObject({ code });
    expect(await eventsOf(id)).toEqual([]);
  });

  it('by ten people at the same moment is ordered: each sees the one before', async () => {
    const id = await stored();
    const people = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'alice' as const : 'bob' as const));
    await Promise.all(people.map((person) => acknowledge(id, {}, person)));
    const events = await eventsOf(id);
    const { version } = await inAlpha((tx) => tx.alert.findUniqueOrThrow({ where: { id } }));
    expect(version).toBe(events.length + 1);
  });
});

describe('taking an acknowledgement back', () => {
  it('lets the alert fire again', async () => {
    const id = await stored();
    await acknowledge(id, { until: now + hour });
    expect(await unacknowledgeAlert(test, as('bob'), id, 'not mine')).toMatchObject({ state: 'firing', acknowledgedBy: null, acknowledgedUntil: null, version: 3 });
    expect(await unacknowledgeAlert(test, as('bob'), id, '')).toMatchObject({ state: 'firing', version: 3 });
    expect((await audit('alert.unacknowledge', id)).map(({ after }) => after)).toMatchObject([{ alerts: [{ id, state: 'firing' }] }]);
  });

  it('is a conflict for an alert that is resolved', async () => {
    await expect(unacknowledgeAlert(test, as('alice'), await stored({ state: 'resolved' }), '')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('resolving by hand', () => {
  it('ends the occurrence and leaves the condition as it is', async () => {
    const id = await stored({ suppression: silenced });
    const alert = await resolveAlert(test, as('alice'), id, { comment: 'new disk' });
    expect(alert).toMatchObject({ state: 'resolved', isActive: true, resolution: 'person', resolvedAt: now, resolvedBy: { id: cast.alice.id }, suppression: null, version: 2 });
    expect(await resolveAlert(test, as('alice'), id, { comment: 'again' })).toEqual(alert);
    expect((await audit('alert.resolve', id))[0]).toMatchObject({ before: { alerts: [{ id, state: 'firing' }] }, after: { alerts: [{ id, state: 'resolved' }] } });
  });

  it('is a conflict when somebody acknowledged it meanwhile', async () => {
    const id = await stored();
    await acknowledge(id, {}, 'bob');
    await expect(resolveAlert(test, as('alice'), id, { comment: '', version: 1 })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a comment', () => {
  it('stands in the timeline, is audited, and tells others by the version', async () => {
    const id = await stored({ state: 'resolved' });
    const event = await commentOnAlert(test, as('bob'), id, 'It was the\nbackup.');
    expect(event).toMatchObject({ stage: 'comment', reason: 'It was the\nbackup.', actor: { kind: 'user', id: cast.bob.id }, at: now });
    expect(await inAlpha((tx) => tx.alert.findUniqueOrThrow({ where: { id } }))).toMatchObject({ version: 2, state: 'resolved' });
    expect((await audit('alert.comment', id))[0]).toMatchObject({ after: { id, text: 'It was the\nbackup.' } });
  });
});

describe('many at once', () => {
  it('tells of each what became of it, in one entry of the audit trail', async () => {
    const ids = [await stored(), await stored({ state: 'resolved' }), '00000000-0000-4000-8000-00000000000a', await stored({ state: 'pending' }), await stored()];
    const acted = await acknowledgeAlerts(test, as('alice'), ids, { comment: 'all mine' });
    expect(acted.map(({ outcome, message }) => [outcome, message === ''])).toEqual([['done', true], ['unchanged', false], ['not_found', false], ['unchanged', false], ['done', true]]);
    expect(await audit('alert.acknowledge', ids[0] ?? '')).toMatchObject([{ after: { alerts: [{ id: ids[0] }, { id: ids[4] }] } }]);
    const resolved = await resolveAlerts(test, as('alice'), ids, '');
    expect(resolved.map(({ outcome }) => outcome)).toEqual(['done', 'unchanged', 'not_found', 'done', 'done']);
  });

  it('are a thousand in a few statements', async () => {
    const ids = await storeAlerts(test.database, test.tenants.alpha, Array.from({ length: 1_000 }, (_, index) => ({ labels: { alertname: 'Storm', n: String(index) } })));
    const acted = await acknowledgeAlerts(test, as('alice'), ids, { comment: '' });
    expect(acted.every(({ outcome }) => outcome === 'done')).toBe(true);
    expect(await inAlpha((tx) => tx.alertEvent.count({ where: { alertId: { in: ids } } }))).toBe(1_000);
  });
});

describe('another tenant', () => {
  const verbs: [what: string, run: (caller: Caller, id: string) => Promise<AlertView | object>][] = [
    ['acknowledge', (caller, id) => acknowledgeAlert(test, caller, id, { comment: '' })],
    ['unacknowledge', (caller, id) => unacknowledgeAlert(test, caller, id, '')],
    ['resolve', (caller, id) => resolveAlert(test, caller, id, { comment: '' })],
    ['comment', (caller, id) => commentOnAlert(test, caller, id, 'mine')],
  ];
  it.each(verbs)('cannot %s: it finds nothing, and nothing changes', async (_, run) => {
    const id = await stored();
    await expect(run(as('charlie'), id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await inAlpha((tx) => tx.alert.findUniqueOrThrow({ where: { id } }))).toMatchObject({ version: 1, state: 'firing' });
  });

  it('finds nothing in a bulk', async () => {
    expect(await acknowledgeAlerts(test, as('charlie'), [await stored()], { comment: '' })).toMatchObject([{ outcome: 'not_found' }]);
  });
});
