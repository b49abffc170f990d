import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordDeploy as endpoint } from '@/lib/deploys/api';
import { nowOfTest as now, startTestIncidents, type TestIncidents } from '@/server/incidents/test-cast';
import { listDeploys, recordDeploy } from './deploys';

let test: TestIncidents;
beforeAll(async () => {
  test = await startTestIncidents();
});
afterAll(() => test.close());

const dayMs = 86_400_000;
const record = async (body: object, caller = test.alice) => {
  if (!endpoint.body) throw new Error('The endpoint has no body.');
  return recordDeploy(test, caller, endpoint.body.parse({ version: 'v1', ...body }));
};
const list = (query: object = {}, caller = test.alice) => listDeploys(test, caller, { limit: 100, ...query });

it('notes what was rolled out, of a service by name or id, the newest first, and audits it', async () => {
  const id = await test.service('shop');
  const [byName, byId, ofNone] = [await record({ service: 'shop', at: now - 2_000 }), await record({ service: id, version: 'v2', url: 'https://ci.example.com/7', text: '**all**' }), await record({ at: now - dayMs })];
  expect(byName).toMatchObject({ service: { id, name: 'shop' }, version: 'v1', at: now - 2_000, actor: { kind: 'user', id: test.cast.alice.id } });
  expect(byId).toMatchObject({ service: { id, name: 'shop' }, url: 'https://ci.example.com/7', text: '**all**', at: now });
  expect(ofNone.service).toBeNull();
  expect((await list()).deploys).toEqual([byId, byName, ofNone]);
  expect((await list({ service: id })).deploys).toEqual([byId, byName]);
  expect((await list({ from: now - 3_000, to: now - 1 })).deploys).toEqual([byName]);
  expect((await list({ limit: 1 })).deploys).toEqual([byId]);
  expect(await test.audited('deploy.record')).toBe(3);
});

it('keeps the name of a service that is gone', async () => {
  const id = await test.service('old');
  const { id: deployId } = await record({ service: 'old' });
  await test.database.withTenant(test.alice.tenant, (client) => client.query('delete from services where id = $1', [id]));
  expect((await list()).deploys.find((each) => each.id === deployId)?.service).toEqual({ id: null, name: 'old' });
});

it('keeps what was rolled out for 400 days', async () => {
  const { id } = await record({ version: 'old' });
  const later = (days: number) => record({ version: 'new' }, { ...test.alice, now: now + days * dayMs });
  const isThere = async () => (await list({ from: now - 40 * dayMs, to: now + 1, limit: 500 })).deploys.some((each) => each.id === id);
  await later(399);
  expect(await isThere()).toBe(true);
  await later(401);
  expect(await isThere()).toBe(false);
  await test.database.withTenant(test.alice.tenant, (client) => client.query('delete from deploys'));
});

it('knows nothing of another tenant', async () => {
  const theirs = await test.service('theirs', test.charlie);
  await record({ service: 'theirs' }, test.charlie);
  for (const service of ['theirs', theirs, 'no such one', '%']) await expect(record({ service })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('body.service') as string });
  expect((await list({ service: theirs })).deploys).toEqual([]);
});

it('takes the clock of a pipeline that is a little ahead for now', async () => {
  expect((await record({ at: now + 30_000 })).at).toBe(now);
});

it.each<[string, object, string]>([
  ['is to come', { at: now + 61_000 }, 'still to come'],
  ['is long ago', { at: now - 31 * dayMs }, 'longer than 30 days ago'],
  ['has no version', { version: ' ' }, 'which version'],
  ['has NUL', { version: 'a\u0000' }, 'without NUL'],
  ['has half of a character', { text: '\ud800' }, 'valid Unicode'],
  ['leads to a program', { url: 'javascript:alert(1)' }, 'http'],
])('refuses what %s', async (_, body, said) => {
  await expect(record(body)).rejects.toThrow(said);
});

it.each([{ from: 5, to: 5 }, { from: 9e15 }])('refuses the range %j', async (range) => {
  await expect(list(range)).rejects.toMatchObject({ code: 'invalid' });
});
