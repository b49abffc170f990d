import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { ServiceInput } from '@/lib/services/schemas';
import { mutate } from '@/server/audit/mutate';
import { createService } from '@/server/services/services';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createSnapshots, type Snapshots } from './snapshots';

let nines: TestRuntime;
let snapshots: Snapshots;
beforeAll(async () => {
  nines = await startTestRuntime();
  snapshots = createSnapshots(nines.runtime, nines.connection);
  await snapshots.ready;
});
afterAll(async () => {
  await snapshots.stop();
  await nines.close();
});

const alice = () => callerOf(nines.cast.alice, permissions, Date.now());
const versions = () => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.monitoringConfig.findMany({ orderBy: { version: 'asc' }, select: { version: true, source: true } }));
const inTime = { timeout: 20_000, interval: 50 };
const add = (name: string) => createService(nines.runtime, alice(), ServiceInput.parse({ name }));

describe('versions', () => {
  it('are written soon after changes of the configuration, also after others that are none', async () => {
    await add('a');
    await expect.poll(versions, inTime).toMatchObject([{ version: 1 }]);
    await mutate(nines.database, alice(), 'silence.expire', () => Promise.resolve({ result: undefined, before: null, after: null }));
    await add('b');
    await expect.poll(versions, inTime).toMatchObject([{ version: 1 }, { version: 2, source: 'change' }]);
  });
});
