import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionsOf } from '@/lib/auth/permissions';
import { callerOf } from '@/server/test-runtime';
import { draftReview } from './draft-review';
import { exportIncident } from './export-incident';
import { readIncident } from './read-incident';
import { writeReview } from './review';
import { nowOfTest as now, startTestIncidents, type TestIncidents } from './test-cast';
import { updateIncident } from './update-incident';
import { lookAt } from './viewers';
import { watchIncident } from './watch';

let test: TestIncidents;
beforeAll(async () => {
  test = await startTestIncidents();
});
afterAll(() => test.close());

const url = 'https://nines.example';
const read = (id: string) => readIncident({ ...test, url }, test.alice, id);
const write = (id: string, text: string, version: number, caller = test.alice) => writeReview(test, caller, id, { text, version });
const at = (caller: TestIncidents['alice'], ms: number) => ({ ...caller, now: now + ms });

describe('a review', () => {
  it('is saved in versions, told once and audited, and stays when the incident is opened again', async () => {
    const incident = await test.declare();
    expect(await write(incident.id, '## Impact', 0)).toEqual({ text: '## Impact', version: 1, updatedAt: now });
    expect(await write(incident.id, '## Impact\n\nAll.', 1)).toMatchObject({ version: 2 });
    const resolved = await updateIncident(test, test.alice, incident.id, { version: 1, state: 'resolved', note: '' });
    await updateIncident(test, test.alice, incident.id, { version: resolved.version, state: 'investigating', note: '' });
    expect((await read(incident.id)).review).toMatchObject({ text: '## Impact\n\nAll.', version: 2 });
    expect((await test.timeline(incident.id)).filter((text) => text.includes('review'))).toEqual([`${test.cast.alice.email} began the review.`]);
    expect(await test.audited('incident.write_review')).toBe(2);
  });

  it('that two save at once is saved by one of them, and nothing of it is lost', async () => {
    const { id } = await test.declare();
    const outcomes = await Promise.allSettled(['mine', 'theirs'].map((text) => write(id, text, 0)));
    const saved = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.text] : []));
    expect(saved).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect((await read(id)).review?.text).toBe(saved[0]);
  });

  it('of another tenant is not there', async () => {
    const { id } = await test.declare();
    await expect(write(id, 'x', 0, test.charlie)).rejects.toMatchObject({ code: 'not_found' });
    await expect(draftReview(test, test.charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(exportIncident({ ...test, url }, test.charlie, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is begun from what is known, and exported with all the rest', async () => {
    await test.service('shop');
    const { id, number } = await test.declare({ title: 'Checkout | is *down*', alertIds: [await test.alert('ShopDown', 'shop')], summary: 'Nobody can pay.' });
    const { text } = await draftReview(test, test.alice, id);
    expect(text).toContain('Nobody can pay.\n\n- Severity: SEV1\n- Services: shop\n- Began: 2026-03-28 02:59:00 UTC; not resolved\n');
    await write(id, '## Impact\n\nLarge.', 0);
    const file = await exportIncident({ ...test, url }, test.alice, id);
    expect(file.fileName).toBe(`incident-${number}-checkout-is-down.md`);
    expect(file.text).toContain(`# Incident ${number}: Checkout \\| is \\*down\\*\n`);
    expect(file.text).toContain(`- Page: ${url}/incidents/${id}\n`);
    expect(file.text).toContain('ShopDown joined.');
    expect(file.text.trimEnd().endsWith('## Review\n\n### Impact\n\nLarge.')).toBe(true);
  });
});

describe('who is told', () => {
  it('says so once, and takes it back', async () => {
    const { id } = await test.declare();
    const watch = (isWatched: boolean, caller = test.alice) => watchIncident(test, caller, id, { isWatched });
    expect([await watch(true), await watch(true)]).toEqual([{ isWatched: true }, { isWatched: true }]);
    expect((await read(id)).isWatched).toBe(true);
    await watch(false);
    expect((await read(id)).isWatched).toBe(false);
    expect(await test.audited('incident.watch')).toBe(3);
    await expect(watch(true, test.charlie)).rejects.toMatchObject({ code: 'not_found' });
    await expect(watch(true, { ...test.alice, actor: { kind: 'key', id, name: 'a key' } })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('who looks at an incident', () => {
  const look = (id: string, caller: TestIncidents['alice'], changed: object = {}) => lookAt(test, caller, id, { isLooking: true, doing: 'looking', ...changed });

  it('is seen by the others until they go, or say nothing for 40 seconds', async () => {
    const { id } = await test.declare();
    const bob = callerOf(test.cast.bob, permissionsOf('OWNER'), now);
    await look(id, test.alice);
    const { viewers } = await look(id, at(bob, 10_000), { doing: 'writing' });
    expect(viewers).toEqual([{ userId: test.cast.alice.id, name: 'Alice', doing: 'looking', sinceMs: now }, { userId: test.cast.bob.id, name: 'Bob', doing: 'writing', sinceMs: now + 10_000 }]);
    await look(id, at(test.alice, 20_000), { doing: 'writing' });
    const later = await look(id, at(bob, 45_000), { doing: 'writing' });
    expect(later.viewers.map(({ name, sinceMs }) => [name, sinceMs - now])).toEqual([['Alice', 0], ['Bob', 10_000]]);
    expect((await look(id, at(bob, 61_000))).viewers.map(({ name }) => name)).toEqual(['Bob']);
    expect((await look(id, at(bob, 62_000), { isLooking: false })).viewers).toEqual([]);
  });

  it('is a person of its tenant', async () => {
    const { id } = await test.declare();
    await expect(look(id, test.charlie)).rejects.toMatchObject({ code: 'not_found' });
    await expect(look(id, { ...test.alice, actor: { kind: 'key', id, name: 'a key' } })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('may have two windows open at once', async () => {
    const { id } = await test.declare();
    await Promise.all(Array.from({ length: 6 }, (_, index) => look(id, test.alice, { doing: index % 2 === 0 ? 'looking' : 'writing' })));
    expect((await look(id, test.alice)).viewers).toHaveLength(1);
  });
});
