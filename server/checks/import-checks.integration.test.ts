import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createSealer } from '@/server/secrets/sealed';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import type { CheckVerbs } from './check-verbs';
import { deleteCheck } from './checks';
import { importChecks } from './import-checks';

let world: TestDatabase;
let cast: Cast;
let verbs: CheckVerbs;
const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
beforeAll(async () => {
  world = await createTestDatabase();
  cast = await createCast(world.database, world.tenants);
  verbs = { database: world.database, sealer, url: 'https://nines.example.com' };
});
afterAll(() => world.drop());

const alice = () => callerOf(cast.alice, permissions, Date.now());
const charlie = () => callerOf(cast.charlie, permissions, Date.now());

function backup(...monitors: Record<string, unknown>[]): string {
  return JSON.stringify({ version: '1.23.13', monitorList: monitors });
}
const take = (caller: Caller, text: string, isTrial = false) => importChecks(verbs, caller, { source: 'uptime-kuma', text, targets: [], isTrial });
const stored = (caller: Caller) => world.database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => tx.check.findMany({ orderBy: { name: 'asc' } }));

const site = { name: 'Site', type: 'http', url: 'https://example.com/', interval: 60, headers: '{"X-Api-Key": "top secret"}' };
const push = { name: 'Backup', type: 'push', interval: 3600 };
const mqtt = { name: 'Broker', type: 'mqtt' };

test('a trial says what would be made, and makes nothing', async () => {
  expect(await take(alice(), backup(site, push, mqtt), true)).toEqual({
    made: [{ name: 'Site', kind: 'http', target: 'https://example.com/' }, { name: 'Backup', kind: 'heartbeat', target: 'every 1 h' }],
    skipped: [{ name: 'Addresses of push monitors', reason: expect.stringContaining('new address') as string }, { name: 'Broker', reason: 'Nines has no check of this kind (mqtt).' }],
  });
  expect(await stored(alice())).toEqual([]);
});

test('an import makes the same, audited and with its secrets sealed', async () => {
  const answer = await take(alice(), backup(site, push, mqtt));
  expect(answer).toEqual(await take(charlie(), backup(site, push, mqtt), true));
  const rows = await stored(alice());
  expect(rows.map(({ name, kind, secretNames, heartbeatHash }) => [name, kind, secretNames, heartbeatHash !== null])).toEqual([['Backup', 'heartbeat', [], true], ['Site', 'http', ['secretHeaders'], false]]);
  expect(JSON.stringify(rows)).not.toContain('top secret');
  const entries = await world.database.transaction({ kind: 'tenant', tenant: alice().tenant }, (tx) => tx.auditEntry.findMany({ where: { action: 'check.import' } }));
  expect(entries).toHaveLength(1);
  expect(JSON.stringify(entries.map(({ before, after }) => [before, after]))).not.toContain('top secret');
});

test('again, it makes nothing twice; another tenant has names of its own', async () => {
  const names = (answer: Awaited<ReturnType<typeof take>>) => answer.made.map(({ name }) => name);
  const again = await take(alice(), backup(site, push, { ...site, name: 'Shop' }), true);
  expect(names(again)).toEqual(['Shop']);
  expect(again.skipped).toContainEqual({ name: 'Site', reason: 'There is already a check with this name. Rename one of the two.' });
  expect(names(await take(charlie(), backup(site)))).toEqual(['Site']);
  expect(await stored(charlie())).toHaveLength(1);
});

test('of two imports at the same moment, one makes all of it and the other nothing', async () => {
  const many = Array.from({ length: 700 }, (_, index) => ({ ...site, name: `monitor ${index}` }));
  const outcomes = await Promise.allSettled([take(alice(), backup(...many, { ...site, name: 'a of one' })), take(alice(), backup(...many, { ...site, name: 'b of the other' }))]);
  const names = (await stored(alice())).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('monitor '))).toHaveLength(700);
  const failed = outcomes.filter(({ status }) => status === 'rejected');
  for (const each of failed) expect(each).toMatchObject({ reason: { code: 'conflict' } });
  expect(names.filter((name) => name.includes(' of ')).length + failed.length).toBe(2);
});

test('more checks than there can be are refused as a whole', async () => {
  const before = (await stored(alice())).length;
  const many = Array.from({ length: 4_500 }, (_, index) => ({ name: `ping ${index}`, type: 'ping', hostname: 'example.com' }));
  await expect(take(alice(), backup(...many))).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('more than 5000 checks') as string });
  expect(await stored(alice())).toHaveLength(before);
});

test('the modules of a blackbox exporter are taken with their targets, and can be deleted as every check', async () => {
  const text = 'modules: { web: { prober: http, http: { basic_auth: { username: bob, password: hunter2 } } }, echo: { prober: icmp } }';
  const { made } = await importChecks(verbs, charlie(), { source: 'blackbox', text, targets: ['https://example.com/a', 'router.example.com'], isTrial: false });
  expect(made).toEqual([{ name: 'https://example.com/a (web)', kind: 'http', target: 'https://example.com/a' }, { name: 'router.example.com (echo)', kind: 'ping', target: 'router.example.com' }]);
  const row = (await stored(charlie())).find(({ name }) => name.includes('router'));
  await deleteCheck(verbs, charlie(), row?.id ?? '', 1);
  expect((await stored(charlie())).map(({ name }) => name)).not.toContain('router.example.com (echo)');
});

test('what is no such file is refused', async () => {
  await expect(take(alice(), 'nothing')).rejects.toMatchObject({ code: 'invalid' });
});
