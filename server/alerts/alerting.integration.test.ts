import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { openTestEngine } from '@/server/metrics/engine/test-engine';
import { createAlerting } from './alerting';

let test: TestDatabase;
let store: MetricEngine;

beforeAll(async () => {
  test = await createTestDatabase();
  store = await openTestEngine(test);
});
afterAll(async () => {
  await store.close();
  await test.drop();
});

it('a process whose turn it is takes over again and again until it works, and gives the turn back when it stops', { timeout: 90_000 }, async () => {
  let failures = 1;
  const { database } = test;
  const transaction: typeof database.transaction = (scope, run) => (failures-- > 0 ? Promise.reject(new Error('away')) : database.transaction(scope, run));
  const alerting = createAlerting({
    database: { ...database, transaction }, connection: test.connection, store, hub: { publish: () => undefined }, send: () => Promise.resolve({ status: 200 }),
    self: { tenant: test.tenants.alpha, instance: 'web-1' }, onThresholds: () => undefined, url: 'http://localhost', log: createLog('silent'),
  });
  await alerting.start();
  expect(alerting.evaluator.stats().rules).toBe(0);
  await vi.waitFor(() => expect(alerting.evaluator.stats().rules).toBeGreaterThan(0), { timeout: 60_000, interval: 100 });
  await alerting.stop();
  const { rows } = await database.owner.query<{ count: number }>("select count(*)::int as count from pg_locks where locktype = 'advisory' and classid = 731005");
  expect(rows).toEqual([{ count: 0 }]);
});
