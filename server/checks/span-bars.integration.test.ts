import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uptimeOfBars } from '@/lib/checks/bars';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { addCheck } from '@/server/sla/test-objectives';
import { readBars } from './span-bars';
import { mostSpans } from './spans';

const day = 86_400_000;
const toMs = Date.UTC(2026, 4, 1);
const fromMs = toMs - 90 * day;
const oftenMs = 30_000;
const often = mostSpans + 40_000;
let test: TestDatabase;
let check: string;

beforeAll(async () => {
  test = await createTestDatabase();
  check = await addFlapping(often, oftenMs);
}, 120_000);
afterAll(() => test.drop());

/** Up and down in turns of the same length, until `toMs`. */
async function addFlapping(spans: number, lengthMs: number): Promise<string> {
  const { alpha } = test.tenants;
  const id = await addCheck(test.database, alpha, null, []);
  await test.database.withTenant(alpha, (client) =>
    client.query(
      `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason)
       select $1, to_timestamp(($3::float8 - i * $4::float8) / 1000), to_timestamp(($3::float8 - (i - 1) * $4::float8) / 1000), $2, case i % 2 when 0 then 'up' else 'down' end, '' from generate_series(1, $5::int) i`,
      [id, alpha.id, toMs, lengthMs, spans],
    ),
  );
  return id;
}

describe('the bars of checks that changed more often than is looked at in one go', () => {
  it('leave out nothing, of one check and of several', async () => {
    const seldom = await addFlapping(90, day);
    await test.database.withTenant(test.tenants.alpha, async (client) => {
      const bars = await readBars(client, [check, seldom].map((id) => ({ id, checks: [id] })), { fromMs, toMs }, 90);
      const measured = bars.get(check) ?? [];
      expect(measured.map(({ from, to }) => [from, to])).toEqual(Array.from({ length: 90 }, (_, index) => [fromMs + index * day, fromMs + (index + 1) * day]));
      const sumOf = (kind: 'upMs' | 'downMs') => measured.reduce((sum, bar) => sum + bar[kind], 0);
      expect([sumOf('upMs'), sumOf('downMs')]).toEqual([(often / 2) * oftenMs, (often / 2) * oftenMs]);
      expect(uptimeOfBars(bars.get(seldom) ?? [])).toBe(50);
    });
  }, 120_000);

  it('are refused with a sentence where one bar alone has too many', async () => {
    await test.database.withTenant(test.tenants.alpha, async (client) => {
      await expect(readBars(client, [{ id: check, checks: [check] }], { fromMs, toMs }, 1)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('changed too often') });
    });
  }, 120_000);
});
