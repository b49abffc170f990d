import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeAlertsOf } from './change-alerts';
import { addToTimeline } from './add-entry';
import { mergeIncident } from './merge';
import { readTimeline } from './read-timeline';
import { writeReview } from './review';
import { splitIncident } from './split';
import { updateTask, writeTask } from './tasks';
import { nowOfTest as now, startTestIncidents, type TestIncidents } from './test-cast';
import { updateIncident } from './update-incident';
import { watchIncident } from './watch';
import type { MetricStore } from '@/lib/metrics/metric-store';

let test: TestIncidents;
beforeAll(async () => {
  test = await startTestIncidents();
});
afterAll(() => test.close());

type Tx = Parameters<Parameters<TestIncidents['database']['transaction']>[1]>[0];
const inAlpha = <T>(run: (tx: Tx) => Promise<T>) => test.database.transaction({ kind: 'tenant', tenant: test.alice.tenant }, run);
const merge = (id: string, into: string, version = 1, caller = test.alice) => mergeIncident(test, caller, id, { into, version });
const change = (id: string, body: { add?: string[]; remove?: string[] }, caller = test.alice) => changeAlertsOf(test, caller, id, { add: [], remove: [], ...body });
const comment = (id: string, text: string, corrects: string | null = null) => addToTimeline({ database: test.database, metrics: {} as MetricStore }, test.alice, id, { text, at: now - 1_000, evidence: null, isPinned: false, corrects });
const names = ({ services }: { services: { name: string }[] }) => services.map(({ name }) => name);

describe('changing the alerts of an incident', () => {
  it('takes them in with their services and out again, told and audited', async () => {
    await test.service('basket');
    const { id } = await test.declare();
    const before = await test.audited('incident.change_alerts');
    const [one, two] = [await test.alert('BasketDown', 'basket'), await test.alert('NoService')];
    const taken = await change(id, { add: [one, two, one] });
    expect([taken.alerts, names(taken)]).toEqual([{ total: 2, open: 2 }, ['basket']]);
    expect((await change(id, { add: [one], remove: [two] })).alerts.total).toBe(1);
    expect((await change(id, { remove: [two] })).alerts.total).toBe(1);
    const who = test.cast.alice.email;
    expect((await test.timeline(id)).slice(1)).toEqual([`BasketDown joined. ${who} took it in.`, `NoService joined. ${who} took it in.`, `NoService left. ${who} took it out.`]);
    expect(await test.audited('incident.change_alerts')).toBe(before + 3);
  });

  it('does not take one from another incident, and names that', async () => {
    const alert = await test.alert('Taken');
    const holder = await test.declare({ alertIds: [alert] });
    const { id } = await test.declare();
    await expect(change(id, { add: [alert] })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(`in incident ${holder.number}`) as string });
    expect((await test.load(holder.id)).alerts.total).toBe(1);
  });

  it('gives an alert that two want at once to one of them', async () => {
    const alert = await test.alert('Wanted');
    const incidents = await Promise.all([test.declare(), test.declare(), test.declare()]);
    const outcomes = await Promise.allSettled(incidents.map(({ id }) => change(id, { add: [alert] })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('knows nothing of another tenant', async () => {
    const { id } = await test.declare();
    const theirs = await test.alert('Theirs', '', test.charlie);
    await expect(change(id, { add: [theirs] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change(id, { remove: [theirs] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change(id, {}, test.charlie)).rejects.toMatchObject({ code: 'not_found' });
    await expect(change(id, { add: [theirs], remove: [theirs] })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('merging', () => {
  it('moves alerts, tasks, services and watchers, copies the timeline, and closes the merged one', async () => {
    await test.service('pay');
    const alert = await test.alert('PayDown', 'pay');
    const target = await test.declare({ title: 'All is down' });
    const from = await test.declare({ title: 'Payments fail', alertIds: [alert], startedAt: now - 600_000 });
    const task = await writeTask(test, test.alice, from.id, { text: 'Call the bank', kind: 'task', ownerId: null, dueAt: null });
    await watchIncident(test, test.alice, from.id, { isWatched: true });
    const wrong = await comment(from.id, 'It is the bank.');
    await comment(from.id, 'It is not.', wrong.id);
    const result = await merge(from.id, target.id);
    expect(result).toMatchObject({ id: target.id, version: 2, alerts: { total: 1 }, services: [{ name: 'pay' }], tasks: { total: target.tasks.total + 1 }, times: { started: now - 600_000 } });
    expect(await test.load(from.id)).toMatchObject({ state: 'resolved', version: 2, mergedInto: { id: target.id, number: target.number }, alerts: { total: 0 }, services: [], tasks: { total: 0 }, times: { resolved: now } });
    expect((await updateTask(test, test.alice, target.id, task.id, { version: 1, isDone: true })).doneAt).toBe(now);
    const { entries } = await readTimeline(test, test.alice, target.id, { limit: 500 });
    const copied = entries.find(({ text }) => text === 'It is the bank.');
    expect(copied).toMatchObject({ at: now - 1_000, kind: 'comment' });
    expect(entries.find(({ text }) => text === 'It is not.')).toMatchObject({ kind: 'correction', corrects: copied?.id });
    expect(entries.some(({ text }) => text === `Incident ${from.number}: ${test.cast.alice.email} declared it.`)).toBe(true);
    expect(await test.timeline(from.id)).toContain('It is the bank.');
    expect(await test.audited('incident.merge')).toBe(1);
    const watchers = await test.database.transaction({ kind: 'tenant', tenant: test.alice.tenant }, (tx) => tx.incidentWatcher.findMany({ where: { userId: test.cast.alice.id } }));
    expect(watchers.map(({ incidentId }) => incidentId)).toEqual([target.id]);
  });

  it('leaves in their roles those who were on it, and it is acknowledged', async () => {
    const bob = test.cast.bob.id;
    const target = await test.declare({ title: 'By a rule' });
    const led = await test.declare({ title: 'By hand', leadId: bob });
    expect(await merge(led.id, target.id)).toMatchObject({ roles: { lead: { id: bob }, scribe: null }, times: { acknowledged: led.times.acknowledged } });
    expect(await test.timeline(target.id)).toContain(`Bob keeps the role lead, from incident ${led.number}.`);
    const other = await test.declare({ title: 'Another', leadId: test.cast.alice.id });
    expect(await merge(other.id, target.id)).toMatchObject({ roles: { lead: { id: bob } } });
  });

  it('goes on in public under the other one, with those who subscribed to it', async () => {
    const [from, target] = [await test.declare(), await test.declare()];
    const { alice } = test;
    const tenantId = alice.tenant.id;
    const posts = () => inAlpha((tx) => tx.statusPost.findMany({ where: { incidentId: { in: [from.id, target.id] } }, select: { incidentId: true } }));
    await inAlpha(async (tx) => {
      const page = await tx.statusPage.create({ data: { tenantId, slug: 'alpha', isOn: true, settings: {} } });
      await tx.statusPost.create({ data: { tenantId, incidentId: from.id, at: new Date(now), title: 'Payments fail', state: 'investigating', text: 'We look.', components: [] } });
      const subscribers = [['ann', from.id, true], ['both', from.id, true], ['both', target.id, false], ['all', null, true]] as const;
      for (const [address, incidentId, isConfirmed] of subscribers) {
        await tx.statusSubscriber.create({ data: { tenantId, pageId: page.id, kind: 'email', address, addressHash: address, leaveHash: randomUUID(), incidentId, scope: incidentId ?? 'page', confirmedAt: isConfirmed ? new Date(now) : null } });
      }
    });
    await merge(from.id, target.id);
    expect(await posts()).toEqual([{ incidentId: target.id }]);
    const subscribers = await inAlpha((tx) => tx.statusSubscriber.findMany({ orderBy: { address: 'asc' }, select: { address: true, scope: true, confirmedAt: true } }));
    expect(subscribers.map(({ address, scope, confirmedAt }) => [address, scope, confirmedAt !== null])).toEqual([['all', 'page', true], ['ann', target.id, true], ['both', target.id, true]]);
  });

  it('neither ends in public what goes on, nor opens what is over', async () => {
    const [open, over, said] = [await test.declare(), await test.declare(), await test.declare()];
    const told = (incidentId: string, state: string, at: number) => inAlpha((tx) => tx.statusPost.create({ data: { tenantId: test.alice.tenant.id, incidentId, at: new Date(at), title: 'x', state, text: 'x', components: [] } }));
    await told(over.id, 'resolved', now);
    await told(open.id, 'investigating', now - 1_000);
    await told(said.id, 'resolved', now);
    await merge(over.id, open.id);
    expect(await inAlpha((tx) => tx.statusPost.count({ where: { incidentId: over.id } }))).toBe(1);
    await expect(merge(open.id, said.id, 2)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Post an update of it there first') as string });
    expect((await test.load(open.id)).mergedInto).toBeNull();
  });

  it('does not say of the other timeline that it is full', async () => {
    const [from, target] = [await test.declare(), await test.declare()];
    await inAlpha((tx) => tx.incidentEntry.create({ data: { tenantId: test.alice.tenant.id, incidentId: from.id, at: new Date(now), notedAt: new Date(now), kind: 'alert_state', text: 'Too much.', sourceKey: 'left_out' } }));
    await merge(from.id, target.id);
    expect(await inAlpha((tx) => tx.incidentEntry.count({ where: { incidentId: target.id, sourceKey: 'left_out' } }))).toBe(0);
  });

  it('leaves one on which nobody can work any more', async () => {
    const [from, target] = [await test.declare(), await test.declare()];
    await merge(from.id, target.id);
    const alert = await test.alert('Late');
    const conflict = { code: 'conflict', message: expect.stringContaining(`merged into incident ${target.number}`) as string };
    await expect(writeTask(test, test.alice, from.id, { text: 'x', kind: 'task', ownerId: null, dueAt: null })).rejects.toMatchObject(conflict);
    await expect(comment(from.id, 'x')).rejects.toMatchObject(conflict);
    await expect(change(from.id, { add: [alert] })).rejects.toMatchObject(conflict);
    await expect(writeReview(test, test.alice, from.id, { text: 'x', version: 0 })).rejects.toMatchObject(conflict);
    await expect(watchIncident(test, test.alice, from.id, { isWatched: true })).rejects.toMatchObject(conflict);
    await expect(merge(from.id, target.id, 2)).rejects.toMatchObject(conflict);
    await expect(updateIncident(test, test.alice, from.id, { version: 2, state: 'investigating', note: '' })).rejects.toMatchObject(conflict);
  });

  it('makes no circle, and names the one that is left', async () => {
    const [a, b, c] = [await test.declare(), await test.declare(), await test.declare()];
    await merge(a.id, b.id);
    await expect(merge(b.id, a.id, 2)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Merge into that one') as string });
    await merge(b.id, c.id, 2);
    expect((await test.load(a.id)).mergedInto?.number).toBe(c.number);
    await expect(merge(c.id, c.id, 2)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('of two into each other at once happens once', async () => {
    const [a, b] = [await test.declare(), await test.declare()];
    const outcomes = await Promise.allSettled([merge(a.id, b.id), merge(b.id, a.id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([(await test.load(a.id)).mergedInto, (await test.load(b.id)).mergedInto].filter((into) => into === null)).toHaveLength(1);
  });

  it('is refused in another version, into what is resolved, and into another tenant', async () => {
    const [from, target, theirs] = [await test.declare(), await test.declare(), await test.declare({}, test.charlie)];
    await expect(merge(from.id, target.id, 7)).rejects.toMatchObject({ code: 'conflict' });
    await expect(merge(from.id, theirs.id)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('body.into') as string });
    await expect(merge(from.id, randomUUID())).rejects.toMatchObject({ code: 'invalid' });
    await expect(merge(from.id, target.id, 1, test.charlie)).rejects.toMatchObject({ code: 'not_found' });
    await updateIncident(test, test.alice, target.id, { version: 1, state: 'resolved', note: '' });
    await expect(merge(from.id, target.id)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Open that one again first') as string });
    expect(await test.load(from.id)).toMatchObject({ state: 'investigating', version: 1 });
  });
});

describe('splitting', () => {
  it('makes an incident of some alerts with their services, told in both and audited', async () => {
    await test.service('mail');
    await test.service('search');
    const [mail, search] = [await test.alert('MailLate', 'mail'), await test.alert('SearchDown', 'search')];
    const from = await test.declare({ alertIds: [mail, search] });
    const result = await splitIncident(test, test.alice, from.id, { alertIds: [mail, mail], title: 'Mail is late', severity: 'sev3' });
    expect(result).toMatchObject({ title: 'Mail is late', severity: 'sev3', state: 'investigating', alerts: { total: 1 }, paging: null, services: [{ name: 'mail' }] });
    const left = await test.load(from.id);
    expect([left.alerts.total, names(left)]).toEqual([1, ['search']]);
    const who = test.cast.alice.email;
    expect((await test.timeline(from.id)).slice(-2)).toEqual([`${who} split one alert off into incident ${result.number}: Mail is late`, `MailLate left. It is in incident ${result.number} now.`]);
    expect(await test.timeline(result.id)).toEqual([`${who} split it off incident ${from.number}.`, `MailLate joined. It was split off incident ${from.number}.`, `It was a part of incident ${from.number}: Checkout is down`]);
    expect(await test.audited('incident.split')).toBe(1);
  });

  it('is refused for what is not in it, for all of it, and for another tenant', async () => {
    const [one, two, elsewhere] = [await test.alert('One'), await test.alert('Two'), await test.alert('Elsewhere')];
    const { id } = await test.declare({ alertIds: [one, two] });
    const split = (alertIds: string[], severity = 'sev2', caller = test.alice) => splitIncident(test, caller, id, { alertIds, title: 'x', severity });
    await expect(split([one, elsewhere])).rejects.toMatchObject({ code: 'invalid' });
    await expect(split([one, two])).rejects.toMatchObject({ code: 'conflict' });
    await expect(split([one], 'sev9')).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('body.severity') as string });
    await expect(split([one], 'sev2', test.charlie)).rejects.toMatchObject({ code: 'not_found' });
    expect((await test.load(id)).alerts.total).toBe(2);
  });

  it('of the same alert by two at once happens once', async () => {
    const [one, two] = [await test.alert('Once'), await test.alert('Stays')];
    const { id } = await test.declare({ alertIds: [one, two] });
    const outcomes = await Promise.allSettled(['a', 'b'].map((title) => splitIncident(test, test.alice, id, { alertIds: [one], title, severity: 'sev2' })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
