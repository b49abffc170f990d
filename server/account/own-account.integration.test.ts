import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { readAccount, updateAccount } from './own-account';

let test: TestDatabase;
let cast: Cast;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => test.drop());

it('a stale save of the profile is a conflict with what is stored and what would have been saved, of the fields that were sent', async () => {
  const caller = callerOf(cast.alice, [], Date.now());
  const userId = cast.alice.id;
  const contact = await test.database.transaction({ kind: 'auth' }, (tx) => tx.userContact.create({ data: { userId, kind: 'email', address: 'alice@example.org', verifiedAt: new Date() } }));
  const { version } = await readAccount(test.database, caller);
  await updateAccount(test.database, caller, { version, name: 'Alice of the desk', timeZone: 'Europe/Berlin', pageContactId: contact.id });
  const stale = (given: object) => updateAccount(test.database, caller, { version, ...given });
  await expect(stale({ name: 'Alice on the phone', timeZone: 'Europe/Berlin', pageContactId: null })).rejects.toMatchObject({
    code: 'conflict',
    issues: [
      { path: 'name', message: 'is "Alice of the desk" now; yours is "Alice on the phone"' },
      { path: 'pageContactId', message: 'is "alice@example.org" now; yours is null' },
    ],
  });
  await expect(stale({ timeZone: null })).rejects.toMatchObject({ issues: [{ path: 'timeZone', message: 'is "Europe/Berlin" now; yours is null' }] });
  expect(await readAccount(test.database, caller)).toMatchObject({ name: 'Alice of the desk', timeZone: 'Europe/Berlin', pageContactId: contact.id });
});
