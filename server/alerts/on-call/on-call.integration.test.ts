import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRoute } from '@/lib/alerts/notify/schemas';
import { PolicySettings, ScheduleSettings, type EscalationTarget } from '@/lib/alerts/on-call/schemas';
import { permissions } from '@/lib/auth/permissions';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { Prisma } from '@/server/database/generated/client';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { createOverride, deleteOverride } from './overrides';
import { listPeople } from './people';
import { createPolicy, deletePolicy, listPolicies, readPolicy, updatePolicy } from './policies';
import { createSchedule, deleteSchedule, listSchedules, readSchedule, updateSchedule } from './schedules';
import { listShifts, previewShifts, readOnCall } from './shifts';

const now = Date.parse('2026-03-25T12:00Z');
const hour = 3_600_000;
let test: TestDatabase;
let cast: Cast;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => test.drop());

let made = 0;
const alice = (at = now) => callerOf(cast.alice, permissions, at);
const charlie = (at = now) => callerOf(cast.charlie, permissions, at);
const refused = (code: string, words: string) => expect.objectContaining({ code, message: expect.stringContaining(words) as string });
const schedule = (changed: object = {}) =>
  ScheduleSettings.parse({
    name: `s${(made += 1)}`, timeZone: 'Europe/Berlin', layers: [{ id: 'a', name: 'first', participants: [cast.alice.id, cast.bob.id], startsAt: '2026-03-23T09:00', turn: { unit: 'weeks', length: 1 } }], ...changed,
  });
const policy = (...targets: EscalationTarget[]) => PolicySettings.parse({ name: `p${(made += 1)}`, steps: [{ afterMs: 0, targets }] });
const user = (id: string) => ({ kind: 'user', id }) as const;
const inAlpha = <T>(run: (tx: Prisma.TransactionClient) => Promise<T>) => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, run);
const outcomes = async (acts: Promise<unknown>[]) => (await Promise.allSettled(acts)).map((each) => (each.status === 'rejected' ? (each.reason as unknown) : 'done'));
/** What the audit trail tells of something, in the order of the alphabet. */
const auditOf = (id: string) =>
  inAlpha(async (tx) => (await tx.auditEntry.findMany({ orderBy: { action: 'asc' } })).filter(({ before, after }) => JSON.stringify([before, after]).includes(id)).map(({ action }) => action));

describe('an on-call schedule', () => {
  it('is stored, changed from its version, and deleted; each is audited', async () => {
    const created = await createSchedule(test, alice(), schedule());
    const changed = schedule({ timeZone: 'Asia/Kolkata' });
    expect(await updateSchedule(test, alice(now + 1), created.id, { version: 1, schedule: changed })).toMatchObject({ id: created.id, version: 2, settings: changed, createdAt: now, updatedAt: now + 1 });
    await expect(updateSchedule(test, alice(), created.id, { version: 1, schedule: changed })).rejects.toEqual(refused('conflict', 'somebody else'));
    await expect(deleteSchedule(test, alice(), created.id, 1)).rejects.toEqual(refused('conflict', 'somebody else'));
    await deleteSchedule(test, alice(), created.id, 2);
    await expect(readSchedule(test, alice(), created.id)).rejects.toEqual(refused('not_found', 'no on-call schedule'));
    expect(await auditOf(created.id)).toEqual(['on_call_schedule.create', 'on_call_schedule.delete', 'on_call_schedule.update']);
  });

  it('names members of its tenant only', async () => {
    const stranger = { layers: [{ id: 'a', name: 'x', participants: [cast.alice.id, cast.charlie.id], startsAt: '2026-03-23T09:00', turn: { unit: 'days', length: 1 } }] };
    await expect(createSchedule(test, alice(), schedule(stranger))).rejects.toEqual(refused('invalid', `body.layers.0.participants.1: ${cast.charlie.id} is no member`));
    const override = { overrides: [{ id: 'o', userId: cast.charlie.id, startsAt: now, endsAt: now + 1 }] };
    await expect(createSchedule(test, alice(), schedule(override))).rejects.toEqual(refused('invalid', 'body.overrides.0.userId'));
    expect(await createSchedule(test, alice(now + 1), schedule(override))).toMatchObject({ version: 1 });
  });

  it('has a name of its own in its tenant, and is nothing in another', async () => {
    const settings = schedule();
    const { id } = await createSchedule(test, alice(), settings);
    await expect(createSchedule(test, alice(), settings)).rejects.toEqual(refused('conflict', 'already an on-call schedule'));
    const acts = [
      readSchedule(test, charlie(), id), updateSchedule(test, charlie(), id, { version: 1, schedule: settings }), deleteSchedule(test, charlie(), id), listShifts(test, charlie(), id, { from: now, to: now + hour }),
      createOverride(test, charlie(), id, { userId: cast.charlie.id, startsAt: now, endsAt: now + hour, reason: '' }), deleteOverride(test, charlie(), id, 'o'),
    ];
    expect(await outcomes(acts)).toEqual(acts.map(() => refused('not_found', 'no on-call schedule')));
    expect((await listSchedules(test, charlie())).schedules).toEqual([]);
    expect((await listSchedules(test, alice())).schedules.map((each) => each.id)).toContain(id);
  });

  it('that a policy names is not deleted', async () => {
    const { id } = await createSchedule(test, alice(), schedule());
    const used = await createPolicy(test, alice(), policy({ kind: 'schedule', id }));
    await expect(deleteSchedule(test, alice(), id)).rejects.toEqual(refused('conflict', `is used by the escalation policy "${used.settings.name}"`));
    await deletePolicy(test, alice(), used.id);
    await deleteSchedule(test, alice(), id);
  });
});

describe('an override', () => {
  it('lets somebody take over at once, and is taken back', async () => {
    const { id } = await createSchedule(test, alice(), schedule());
    const taken = await createOverride(test, alice(), id, { userId: cast.victor.id, startsAt: now, endsAt: now + hour, reason: 'dentist' });
    expect(taken).toMatchObject({ version: 2, settings: { overrides: [{ userId: cast.victor.id, reason: 'dentist' }] } });
    const shifts = async () => (await listShifts(test, alice(), id, { from: now - hour, to: now + 2 * hour })).shifts.map(({ userName, startsAt }) => `${(startsAt - now) / hour} ${userName}`);
    expect(await shifts()).toEqual(['-1 Alice', '0 Victor', '1 Alice']);
    const overrideId = taken.settings.overrides[0]?.id ?? '';
    expect(await deleteOverride(test, alice(), id, overrideId)).toMatchObject({ version: 3, settings: { overrides: [] } });
    expect(await shifts()).toEqual(['-1 Alice']);
    await expect(deleteOverride(test, alice(), id, overrideId)).rejects.toEqual(refused('not_found', 'no override'));
    expect(await auditOf(id)).toEqual(['on_call_schedule.create', 'on_call_schedule.override', 'on_call_schedule.take_back']);
  });

  it('of a stranger or of the past is refused', async () => {
    const { id } = await createSchedule(test, alice(), schedule());
    await expect(createOverride(test, alice(), id, { userId: cast.charlie.id, startsAt: now, endsAt: now + 1, reason: '' })).rejects.toEqual(refused('invalid', 'body.userId'));
    await expect(createOverride(test, alice(), id, { userId: cast.bob.id, startsAt: 1, endsAt: now, reason: '' })).rejects.toEqual(refused('invalid', 'body.endsAt'));
  });

  it('is not lost when five come at the same moment', async () => {
    const { id } = await createSchedule(test, alice(), schedule());
    const tried = await Promise.allSettled(Array.from({ length: 5 }, () => createOverride(test, alice(), id, { userId: cast.bob.id, startsAt: now, endsAt: now + 1, reason: '' })));
    const done = tried.filter(({ status }) => status === 'fulfilled').length;
    expect((await readSchedule(test, alice(), id)).settings.overrides).toHaveLength(done);
    expect(tried.filter((each) => each.status === 'rejected')).toEqual(Array(5 - done).fill({ status: 'rejected', reason: refused('conflict', 'somebody else') }));
  });
});

describe('who is on call', () => {
  it('is told now and next, with names, and a gap is said', async () => {
    const office = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
    const { id } = await createSchedule(test, alice(), schedule({ layers: [{ id: 'a', name: 'x', participants: [cast.alice.id, cast.bob.id], startsAt: '2026-03-23T09:00', turn: { unit: 'weeks', length: 1 }, restrictions: [office] }] }));
    const at = async (text: string) => (await readOnCall(test, alice(Date.parse(text)))).schedules.find((each) => each.id === id);
    expect(await at('2026-03-27T12:00Z')).toMatchObject({
      now: { userName: 'Alice', source: 'layer', until: Date.parse('2026-03-27T16:00Z') },
      next: { userName: 'Bob', startsAt: Date.parse('2026-03-30T07:00Z'), endsAt: Date.parse('2026-03-30T15:00Z') },
      summary: 'Alice is on call until 2026-03-27 17:00 (Europe/Berlin), then nobody, then Bob from 2026-03-30 09:00 (Europe/Berlin).',
    });
    expect(await at('2026-03-28T12:00Z')).toMatchObject({ now: { userId: null, userName: null, source: 'gap' }, next: { userName: 'Bob' }, summary: expect.stringContaining('Nobody is on call until 2026-03-30 09:00') as string });
    expect((await readOnCall(test, charlie())).schedules).toEqual([]);
  });

  it('is listed for an unsaved schedule too, for 93 days at most', async () => {
    const { shifts } = await previewShifts(test, alice(), { schedule: schedule(), from: now, to: now + 14 * 24 * hour });
    expect(shifts.map(({ userName }) => userName)).toEqual(['Alice', 'Bob', 'Alice']);
    await expect(previewShifts(test, alice(), { schedule: schedule(), from: now, to: now + 94 * 24 * hour })).rejects.toEqual(refused('invalid', 'body.to: must be at most 93 days'));
    await expect(previewShifts(test, alice(), { schedule: schedule(), from: now, to: now })).rejects.toEqual(refused('invalid', 'body.to: must be after from'));
  });

  it('may be somebody who left', async () => {
    const gone = { overrides: [{ id: 'o', userId: randomUUID(), startsAt: now - 2, endsAt: now - 1 }] };
    const { id } = await createSchedule(test, alice(), schedule(gone));
    expect((await listShifts(test, alice(), id, { from: now - 2, to: now - 1 })).shifts).toMatchObject([{ userName: 'somebody who left' }]);
  });
});

describe('an escalation policy', () => {
  it('is stored, changed from its version, and deleted; each is audited', async () => {
    const created = await createPolicy(test, alice(), policy(user(cast.alice.id)));
    const changed = policy(user(cast.bob.id));
    expect(await updatePolicy(test, alice(), created.id, { version: 1, policy: changed })).toMatchObject({ version: 2, settings: changed });
    await expect(updatePolicy(test, alice(), created.id, { version: 1, policy: changed })).rejects.toEqual(refused('conflict', 'somebody else'));
    await expect(createPolicy(test, alice(), changed)).rejects.toEqual(refused('conflict', 'already an escalation policy'));
    await expect(deletePolicy(test, alice(), created.id, 1)).rejects.toEqual(refused('conflict', 'somebody else'));
    await deletePolicy(test, alice(), created.id);
    expect(await auditOf(created.id)).toEqual(['escalation_policy.create', 'escalation_policy.delete', 'escalation_policy.update']);
  });

  it('names only people, schedules and channels that are there, in its own tenant', async () => {
    const { id } = await createSchedule(test, alice(), schedule());
    const there = await createPolicy(test, alice(), policy(user(cast.bob.id), { kind: 'schedule', id }));
    expect(there.settings.steps[0]?.targets).toHaveLength(2);
    await expect(createPolicy(test, charlie(), policy(user(cast.alice.id), user(cast.charlie.id)))).rejects.toEqual(refused('invalid', `body.steps.0.targets.0.id: ${cast.alice.id} is no member`));
    await expect(createPolicy(test, charlie(), policy({ kind: 'schedule', id }))).rejects.toEqual(refused('invalid', `${id} is no on-call schedule`));
    await expect(createPolicy(test, alice(), policy({ kind: 'channel', id }))).rejects.toEqual(refused('invalid', `${id} is no notification channel`));
  });

  it('that a route names is not deleted', async () => {
    const { id } = await createPolicy(test, alice(), policy(user(cast.alice.id)));
    const settings = { ...defaultRoute, routes: [{ ...defaultRoute, id: 'r', name: 'Databases', escalationPolicyId: id }] };
    await inAlpha((tx) => tx.notificationRouting.create({ data: { tenantId: test.tenants.alpha.id, settings: JSON.parse(JSON.stringify(settings)) as Prisma.InputJsonObject } }));
    await expect(deletePolicy(test, alice(), id)).rejects.toEqual(refused('conflict', 'is used by the route "Databases"'));
  });

  it('of another tenant does not exist', async () => {
    const { id, settings } = await createPolicy(test, alice(), policy(user(cast.alice.id)));
    const acts = [readPolicy(test, charlie(), id), updatePolicy(test, charlie(), id, { version: 1, policy: settings }), deletePolicy(test, charlie(), id)];
    expect(await outcomes(acts)).toEqual(acts.map(() => refused('not_found', 'no escalation policy')));
    expect((await listPolicies(test, charlie())).policies).toEqual([]);
  });
});

describe('the people', () => {
  it('are the members of the tenant, by name', async () => {
    expect((await listPeople(test, alice())).people.map(({ name, email, role }) => [name, email, role])).toEqual([['Alice', 'alice@example.com', 'OWNER'], ['Bob', 'bob@example.com', 'MEMBER'], ['Victor', 'victor@example.com', 'VIEWER']]);
    expect((await listPeople(test, charlie())).people.map(({ name }) => name)).toEqual(['Charlie']);
  });
});
