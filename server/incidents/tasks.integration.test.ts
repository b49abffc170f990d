import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOf } from '@/server/test-runtime';
import { readIncident } from './read-incident';
import { deleteTask, updateTask, writeTask } from './tasks';
import { nowOfTest as now, startTestIncidents, type TestIncidents } from './test-cast';

let test: TestIncidents;
beforeAll(async () => {
  test = await startTestIncidents();
});
afterAll(() => test.close());

const write = (id: string, changed: Partial<Parameters<typeof writeTask>[3]> = {}, caller = test.alice) => writeTask(test, caller, id, { text: 'Look at the logs', kind: 'task', ownerId: null, dueAt: null, ...changed });
const tasksOf = async (id: string) => (await readIncident({ ...test, url: 'https://nines.example' }, test.alice, id)).tasks.filter(({ text }) => !text.startsWith('Say') && !text.startsWith('Tell') && !text.startsWith('Look at what'));

describe('a task', () => {
  it('is added, given to somebody, ticked off, opened again and deleted, each told and audited', async () => {
    const { id } = await test.declare();
    const { alice, bob } = test.cast;
    const task = await write(id, { kind: 'action', ownerId: bob.id, dueAt: now + 1_000 });
    expect(task).toMatchObject({ owner: { id: bob.id, name: 'Bob' }, dueAt: now + 1_000, kind: 'action', version: 1, doneAt: null });
    const given = await updateTask(test, test.alice, id, task.id, { version: 1, ownerId: alice.id });
    const done = await updateTask(test, test.alice, id, task.id, { version: given.version, isDone: true });
    expect(done).toMatchObject({ version: 3, doneAt: now, doneBy: { kind: 'user', id: alice.id } });
    expect((await test.load(id)).tasks.done).toBe(1);
    const opened = await updateTask(test, test.alice, id, task.id, { version: 3, isDone: false, text: 'Look again' });
    expect(opened).toMatchObject({ doneAt: null, doneBy: null, text: 'Look again' });
    expect(await tasksOf(id)).toEqual([opened]);
    await expect(deleteTask(test, test.alice, id, task.id, 3)).rejects.toMatchObject({ code: 'conflict' });
    await deleteTask(test, test.alice, id, task.id, 4);
    expect(await tasksOf(id)).toEqual([]);
    expect((await test.timeline(id)).slice(1)).toEqual([
      `${alice.email} added the action: Look at the logs (Bob)`, `${alice.email} gave the action to Alice: Look at the logs`, `${alice.email} did the action: Look at the logs`,
      `${alice.email} changed the action "Look at the logs" to: Look again`, `${alice.email} opened the action again: Look again`, `${alice.email} deleted the action: Look again`,
    ]);
    expect(await Promise.all(['create', 'update', 'delete'].map((verb) => test.audited(`incident.${verb}_task`)))).toEqual([1, 3, 1]);
  });

  it('that is due at another time, or opened again, is chased anew', async () => {
    const { id } = await test.declare();
    const task = await write(id, { kind: 'action', dueAt: now });
    const chased = () => test.database.transaction({ kind: 'tenant', tenant: test.alice.tenant }, (tx) => tx.incidentTask.update({ where: { id: task.id }, data: { chasedAt: new Date(now) } }));
    const chasedAt = async () => (await test.database.transaction({ kind: 'tenant', tenant: test.alice.tenant }, (tx) => tx.incidentTask.findUniqueOrThrow({ where: { id: task.id } }))).chasedAt;
    await chased();
    await updateTask(test, test.alice, id, task.id, { version: 1, text: 'Another text', dueAt: now });
    expect(await chasedAt()).not.toBeNull();
    await updateTask(test, test.alice, id, task.id, { version: 2, dueAt: now + 1 });
    expect(await chasedAt()).toBeNull();
  });

  it('of which several things change at once says each of them', async () => {
    const { id } = await test.declare();
    const task = await write(id);
    await updateTask(test, test.alice, id, task.id, { version: 1, text: 'Read them', ownerId: test.cast.bob.id, dueAt: now, isDone: true });
    await updateTask(test, test.alice, id, task.id, { version: 2, ownerId: null, dueAt: null });
    const by = test.cast.alice.email;
    expect((await test.timeline(id)).slice(2)).toEqual([
      `${by} changed the task "Look at the logs" to: Read them`, `${by} gave the task to Bob: Read them`, `${by} set that the task is due at 03:00 UTC on 28 March 2026: Read them`, `${by} did the task: Read them`,
      `${by} took the task from Bob: Read them`, `${by} took away when the task is due: Read them`,
    ]);
  });

  it('that two change at once is changed by one of them, and the other one is told', async () => {
    const { id } = await test.declare();
    const task = await write(id);
    const outcomes = await Promise.allSettled(['mine', 'theirs', 'ours'].map((text) => updateTask(test, test.alice, id, task.id, { version: 1, text })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
    expect((await tasksOf(id))[0]?.version).toBe(2);
  });

  it('of another tenant, or of another incident, is not there', async () => {
    const [own, other] = [await test.declare(), await test.declare()];
    const task = await write(own.id);
    await expect(write(own.id, {}, test.charlie)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateTask(test, test.charlie, own.id, task.id, { version: 1, isDone: true })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteTask(test, test.charlie, own.id, task.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateTask(test, test.alice, other.id, task.id, { version: 1, isDone: true })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteTask(test, test.alice, other.id, task.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateTask(test, test.alice, own.id, randomUUID(), { version: 1, isDone: true })).rejects.toMatchObject({ code: 'not_found' });
    expect(await tasksOf(own.id)).toEqual([task]);
  });

  it('is not given to somebody of another tenant', async () => {
    const { id } = await test.declare();
    const task = await write(id);
    for (const ownerId of [test.cast.charlie.id, randomUUID()]) {
      await expect(write(id, { ownerId })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('body.ownerId') as string });
      await expect(updateTask(test, test.alice, id, task.id, { version: 1, ownerId })).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('is one of at most 200, whoever adds them at the same time', async () => {
    const { id } = await test.declare();
    const { total } = (await test.load(id)).tasks;
    const data = Array.from({ length: 198 - total }, () => ({ tenantId: test.alice.tenant.id, incidentId: id, kind: 'task', text: 'one of many' }));
    await test.database.transaction({ kind: 'tenant', tenant: test.alice.tenant }, (tx) => tx.incidentTask.createMany({ data }));
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => write(id)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected']);
    expect((await test.load(id)).tasks.total).toBe(200);
  });

  it('names the key that added it', async () => {
    const { id } = await test.declare();
    const key = { ...callerOf(test.cast.alice, [], now), actor: { kind: 'key' as const, id: randomUUID(), name: 'pipeline' } };
    await write(id, {}, key);
    expect((await test.timeline(id)).at(-1)).toBe('pipeline added the task: Look at the logs');
  });
});
