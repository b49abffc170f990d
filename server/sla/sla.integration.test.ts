import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { openTestEngine } from '@/server/metrics/engine/test-engine';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { createSla } from './sla';
import { addCheck, addService, objectiveOf } from './test-objectives';

let test: TestDatabase;
let engine: MetricEngine;

beforeAll(async () => {
  test = await createTestDatabase();
  engine = await openTestEngine(test);
});
afterAll(async () => {
  await engine.close();
  await test.drop();
});

describe('the keeping of objectives', () => {
  it('records days and burn rates in one process of two, and the other takes over', async () => {
    const { database, connection, tenants: { alpha } } = test;
    const now = Date.now();
    const serviceId = await addService(database, alpha);
    await addCheck(database, alpha, serviceId, [[now - 3 * 86_400_000, now + 60_000, 'up']]);
    const settings = objectiveOf(serviceId);
    const create = () => database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.objective.create({ data: { tenantId: alpha.id, serviceId, name: settings.name, settings } }));
    await create();
    const two = [1, 2].map(() => createSla({ database, connection, metrics: engine, log: createLog('silent') }));
    const [first, second] = two;
    if (!first || !second) throw new Error('two were made');
    await first.start();
    await second.start();
    const days = async () => (await database.withTenant(alpha, (client) => client.query('select from sla_metrics'))).rowCount;
    const rates = async () => (await engine.query(alpha, { expr: 'nines_objective_burn_rate == 0', timeMs: Date.now() })).result;
    await vi.waitFor(async () => {
      expect(await days()).toBeGreaterThanOrEqual(2);
      expect(await rates()).toMatchObject({ type: 'vector', series: Array(7).fill({ value: 0 }) });
    }, 20_000);
    await first.stop();
    await database.withTenant(alpha, (client) => client.query('delete from sla_metrics'));
    await vi.waitFor(async () => expect(await days()).toBeGreaterThanOrEqual(2), 30_000);
    await second.stop();
  });
});
