import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { CheckDraft } from '@/lib/checks/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createSealer } from '@/server/secrets/sealed';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { createCheck } from './checks';
import { receiveHeartbeat } from './heartbeats';

let world: TestDatabase;
let cast: Cast;
beforeAll(async () => {
  world = await createTestDatabase();
  cast = await createCast(world.database, world.tenants);
});
afterAll(() => world.drop());

test('a guesser shuts unknown tokens of the network out, and none that was good', async () => {
  const verbs = { database: world.database, sealer: createSealer(Buffer.alloc(32, 1).toString('base64url')), url: 'https://nines.example.com' };
  const now = Date.now();
  const tokenOf = async (name: string) => {
    const { heartbeatUrl } = await createCheck(verbs, callerOf(cast.alice, permissions, now), CheckDraft.parse({ name, kind: 'heartbeat', settings: {} }));
    return heartbeatUrl?.split('/').at(-1) ?? '';
  };
  const [known, unseen] = [await tokenOf('a'), await tokenOf('b')];
  const call = (token: string, address = '192.0.2.7') => receiveHeartbeat(world.database, { token, event: 'success', address, now });
  await call(known);
  for (let index = 0; index < 20; index += 1) await expect(call(`guess ${index}`)).rejects.toMatchObject({ code: 'not_found' });
  await expect(call('one more guess')).rejects.toMatchObject({ code: 'too_many_requests' });
  await expect(call(unseen)).rejects.toMatchObject({ code: 'too_many_requests' });
  expect(await call(known)).toEqual({ ok: true });
  expect(await call(unseen, '198.51.100.7')).toEqual({ ok: true });
  expect(await call(unseen)).toEqual({ ok: true });
});
