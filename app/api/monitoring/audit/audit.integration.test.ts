import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { listAudit, verifyAudit } from '@/lib/audit/api';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { callerOf, startTestRuntime, type Person, type TestRuntime } from '@/server/test-runtime';
import { mutate } from '@/server/audit/mutate';

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
});
afterAll(() => nines.close());

async function get(path: string, person: Person = nines.cast.alice): Promise<Response> {
  const { cookie } = await nines.openSession(person);
  return fetch(`${nines.origin}${path}`, { headers: { cookie } });
}

async function list(query: Record<string, string> = {}, person: Person = nines.cast.alice) {
  const answer = await get(`${listAudit.path}?${new URLSearchParams(query).toString()}`, person);
  return listAudit.response.parse(await answer.json());
}

function write(person: Person, action: string, after: { [name: string]: string }, address = '192.0.2.1'): Promise<void> {
  const caller = { ...callerOf(person, permissions, Date.now()), address };
  return mutate(nines.database, caller, action, () => Promise.resolve({ result: undefined, before: null, after }));
}

it('the trail is listed page by page, with names, and found by each filter', async () => {
  for (const name of ['one', 'two', 'three']) await write(nines.cast.alice, 'thing.create', { name });
  await write(nines.cast.bob, 'thing.delete', { name: '100 %_sure' }, '198.51.100.7');
  await write(nines.cast.charlie, 'thing.create', { name: 'of beta' });
  const first = await list({ limit: '2' });
  const second = await list({ limit: '2', before: String(first.nextBefore) });
  const shown = [...first.entries, ...second.entries];
  expect(shown.map(({ seq }) => seq)).toEqual([4, 3, 2, 1]);
  expect(shown[0]).toMatchObject({ action: 'thing.delete', actor: { kind: 'user', id: nines.cast.bob.id, name: 'Bob' }, address: '198.51.100.7', after: { name: '100 %_sure' }, before: null });
  expect(second.nextBefore).toBeNull();
  const found = async (query: Record<string, string>) => (await list(query)).entries.map(({ seq }) => seq);
  expect(await found({ actor: 'bob@ex' })).toEqual([4]);
  expect(await found({ actor: nines.cast.alice.id })).toEqual([3, 2, 1]);
  expect(await found({ action: 'thing.c' })).toEqual([3, 2, 1]);
  expect(await found({ text: 'TWO' })).toEqual([2]);
  expect(await found({ text: '%_s' })).toEqual([4]);
  expect(await found({ address: '198.51.100.7' })).toEqual([4]);
  expect(await found({ requestId: 'nothing' })).toEqual([]);
  expect(await found({ from: String(Date.now() + 1_000) })).toEqual([]);
  expect(await found({ to: String(Date.now() + 1_000), action: 'thing.delete' })).toEqual([4]);
  expect((await list({}, nines.cast.charlie)).entries.map(({ after }) => after)).toEqual([{ name: 'of beta' }]);
});

it('an export is a file, tells of itself in the trail, and leads to the next one', async () => {
  await write(nines.cast.alice, 'thing.create', { name: '=HYPERLINK("x")' });
  const csv = await get('/api/monitoring/audit/export?format=csv&action=thing');
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-alpha-\d{4}-\d\d-\d\d\.csv"$/);
  const lines = (await csv.text()).trim().split('\r\n');
  expect(lines[0]).toBe('seq,at,actor_kind,actor_id,actor_name,action,address,request_id,before,after,hash');
  expect(lines.length).toBe(6);
  const jsonl = (await (await get('/api/monitoring/audit/export')).text()).trim().split('\n').map((line) => JSON.parse(line) as { seq: number; action: string; after: unknown });
  expect(jsonl[0]).toMatchObject({ action: 'audit.export', after: { format: 'csv', entries: 5, action: 'thing' } });
  expect(jsonl.map(({ seq }) => seq)).toEqual(jsonl.map((_, index) => jsonl.length - index));
  expect((await list({ action: 'audit.export' })).entries).toHaveLength(2);
});

it('a refusal is written once a minute for each of what is lacked, with where and who, and does not hold up the answer', async () => {
  for (let times = 0; times < 5; times += 1) expect((await get('/api/monitoring/alerts?state=firing', nines.cast.victor)).status).toBe(403);
  expect((await get('/api/monitoring/audit', nines.cast.victor)).status).toBe(403);
  const key = await nines.keyOf(nines.tenants.alpha, 'monitoring.write' satisfies Permission);
  expect((await fetch(`${nines.origin}/api/monitoring/alerts`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(403);
  const refused = async () => (await list({ action: 'access.refuse' })).entries.map(({ actor, after }) => `${actor.name} ${JSON.stringify(after)}`).sort();
  const refusal = (name: string, endpoint: string, permission: Permission) => `${name} ${JSON.stringify({ endpoint, permission })}`;
  await expect.poll(refused, { timeout: 10_000 }).toEqual([
    refusal('Victor', 'GET /api/monitoring/alerts', 'monitoring.read'),
    refusal('Victor', 'GET /api/monitoring/audit', 'monitoring.audit.read'),
    refusal('of a test', 'GET /api/monitoring/alerts', 'monitoring.read'),
  ].sort());
});

it('all that was written verifies', async () => {
  const { cookie } = await nines.openSession(nines.cast.alice);
  const answer = await fetch(`${nines.origin}${verifyAudit.path}`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: '{}' });
  expect(verifyAudit.response.parse(await answer.json())).toMatchObject({ result: 'ok', next: null });
});
