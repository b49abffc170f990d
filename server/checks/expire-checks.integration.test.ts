import { afterAll, beforeAll, expect, it } from 'vitest';
import { CheckDraft } from '@/lib/checks/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createSealer } from '@/server/secrets/sealed';
import { createCheck } from './checks';
import { expireChecks } from './expire-checks';

const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const now = Date.UTC(2026, 5, 1);
let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function makeWithPast(tenant: 'alpha' | 'beta'): Promise<string> {
  const caller = { tenant: test.tenants[tenant], actor: { kind: 'system' as const, job: 'test' }, permissions: [], now, requestId: 'test' };
  const { id } = await createCheck({ database: test.database, sealer, url: '' }, caller, CheckDraft.parse({ name: 'old', kind: 'http', settings: { url: 'http://127.0.0.1:9/' } }));
  await test.database.withTenant(test.tenants[tenant], async (client) => {
    const values = [id, test.tenants[tenant].id, new Date(now)];
    await client.query(`insert into check_events (tenant_id, check_id, at, from_state, to_state, reason) select $2, $1, $3::timestamptz - n * interval '1 hour', 'up', 'down', 'x' from generate_series(1, 5000) n`, values);
    await client.query(`insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason) select $1, $3::timestamptz - n * interval '1 day', $3::timestamptz - (n - 1) * interval '1 day', $2, 'up', 'x' from generate_series(1, 450) n`, values);
  });
  return id;
}

async function left(tenant: 'alpha' | 'beta', id: string) {
  return test.database.transaction({ kind: 'tenant', tenant: test.tenants[tenant] }, async (tx) => ({ events: await tx.checkEvent.count({ where: { checkId: id } }), spans: await tx.checkSpan.count({ where: { checkId: id } }) }));
}

it('deletes changes after 90 days and spans after 400, in batches, of one tenant alone', async () => {
  const [alpha, beta] = [await makeWithPast('alpha'), await makeWithPast('beta')];
  const calls = [];
  do calls.push(await expireChecks(test.database, test.tenants.alpha, now));
  while (calls.at(-1)?.isMore);
  expect(calls).toEqual([{ events: 2_000, spans: 49, isMore: true }, { events: 840, spans: 0, isMore: false }]);
  expect(await left('alpha', alpha)).toEqual({ events: 90 * 24, spans: 401 });
  expect(await left('beta', beta)).toEqual({ events: 5_000, spans: 450 });
});
