import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { call } from '@/app/api/test-people';
import type { AttemptKind } from '@/lib/auth/throttle';
import { startTestRuntime, type OpenSession, type TestRuntime } from '@/server/test-runtime';

let nines: TestRuntime;
let owner: OpenSession;
let bob: OpenSession;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  owner = await nines.openSession(nines.cast.alice);
  bob = await nines.openSession(nines.cast.bob);
});
afterAll(() => nines.close());

const locked = async () => (await call(nines, owner, 'GET', '/api/monitoring/limits/lockouts')).body.lockouts;
const unlock = () => call(nines, owner, 'POST', '/api/monitoring/limits/unlock', { email: nines.cast.bob.email });

const ways: [kind: AttemptKind, attempt: () => Promise<{ status: number }>][] = [
  ['code', () => call(nines, bob, 'POST', '/api/account/proof', { code: '000000' })],
  ['password', () => call(nines, bob, 'PUT', '/api/account/password', { current: 'wrong', password: 'a password that is long enough' })],
  ['reset', () => call(nines, null, 'POST', '/api/account/reset-request', { email: nines.cast.bob.email })],
  ['contact', () => call(nines, bob, 'POST', '/api/account/contacts', { address: 'bob@example.org' })],
];

it.each(ways)('who tried too often by %s is listed with that, and can try again once unlocked', async (kind, attempt) => {
  for (let tried = 0; tried < 5; tried += 1) expect((await attempt()).status).not.toBe(429);
  expect((await attempt()).status).toBe(429);
  await expect.poll(locked, { timeout: 10_000 }).toMatchObject([{ email: nines.cast.bob.email, kinds: [kind], isEverywhere: false }]);
  expect((await unlock()).status).toBe(200);
  expect(await locked()).toEqual([]);
  expect((await attempt()).status).not.toBe(429);
  const entry = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findFirst({ where: { action: 'sign_in.unlock' }, orderBy: { seq: 'desc' } }));
  expect(entry?.before).toMatchObject({ kinds: [kind] });
  expect((await unlock()).status).toBe(409);
});
