import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uptimeOfBars } from '@/lib/checks/bars';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { collectingStore } from '@/server/scrape/test-collecting-store';
import { addCheck } from '@/server/sla/test-objectives';
import { readCheckHistory, readHeartbeatBars } from './history';
import { readBars } from './span-bars';
import { mostSpans } from './spans';

const day = 86_400_000;
const toMs = Date.UTC(2026, 4, 1);
const fromMs = toMs - 90 * day;
const oftenMs = 30_000;
const often = mostSpans + 1_000;
const addedTogether = 25_000;
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
  for (let first = 1; first <= spans; first += addedTogether) {
    await test.database.withTenant(alpha, (client) =>
      client.query(
        `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason)
         select $1, to_timestamp(($3::float8 - i * $4::float8) / 1000), to_timestamp(($3::float8 - (i - 1) * $4::float8) / 1000), $2, case i % 2 when 0 then 'up' else 'down' end, '' from generate_series($5::int, $6::int) i`,
        [id, alpha.id, toMs, lengthMs, first, Math.min(spans, first + addedTogether - 1)],
      ),
    );
  }
  return id;
}

const time = { fromMs, toMs };
const itemOf = (...checks: string[]) => ({ id: checks.join(), checks });

/** What is asked of the database, with the number of rows that each answer has. */
function watched(client: pg.PoolClient): { client: pg.PoolClient; rows: number[] } {
  const rows: number[] = [];
  const query = async (text: string, values: unknown[]) => {
    const found = await client.query(text, values);
    rows.push(found.rows.length);
    return found;
  };
  return { client: Object.assign(Object.create(client) as pg.PoolClient, { query }), rows };
}

describe('the bars of a check that changed more often than is looked at in one go', () => {
  it('are left out, and those of the others are answered, after one count and without reading it', async () => {
    const [first, second] = [await addFlapping(90, day), await addFlapping(45, 2 * day)];
    await test.database.withTenant(test.tenants.alpha, async (inner) => {
      const { client, rows } = watched(inner);
      const bars = await readBars(client, [itemOf(first), itemOf(check), itemOf(second), itemOf(first, second), itemOf(second, check)], time, 90);
      expect([...bars.keys()]).toEqual([first, second, `${first},${second}`]);
      expect(bars.get(first)?.map(({ from, to }) => [from, to])).toEqual(Array.from({ length: 90 }, (_, index) => [fromMs + index * day, fromMs + (index + 1) * day]));
      expect(uptimeOfBars(bars.get(first) ?? [])).toBe(50);
      expect(Math.max(...rows)).toBeLessThan(300);
    });
  }, 120_000);

  it('are answered for a shorter time', async () => {
    await test.database.withTenant(test.tenants.alpha, async (client) => {
      const bars = await readBars(client, [itemOf(check)], { fromMs: toMs - day, toMs }, 96);
      expect(uptimeOfBars(bars.get(check) ?? [])).toBe(50);
      expect(await readBars(client, [itemOf(check)], time, 90)).toEqual(new Map());
    });
  }, 120_000);

  it('are refused on the page of the check with a sentence', async () => {
    const caller: Caller = { tenant: test.tenants.alpha, actor: { kind: 'system', job: 'test' }, permissions: [], now: toMs, requestId: 'test' };
    await expect(readCheckHistory({ database: test.database, metrics: collectingStore() }, caller, check, '90d')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('changed too often') });
    const { items } = await readHeartbeatBars(test, caller, { of: 'checks', ids: [check], range: '90d' });
    expect(items).toEqual([]);
  }, 120_000);
});

describe('checks that have more than a fair share of what one answer may have', () => {
  it('are read as long as there is room, the others in any case', async () => {
    const many = 60_000;
    const often = await Promise.all(Array.from({ length: 2 }, () => addFlapping(many, oftenMs)));
    const calm = await Promise.all(Array.from({ length: 18 }, () => addFlapping(90, day)));
    await test.database.withTenant(test.tenants.alpha, async (inner) => {
      const { client, rows } = watched(inner);
      const bars = await readBars(client, [check, ...often, ...calm].map((id) => itemOf(id)), time, 90);
      expect([...bars.keys()].sort()).toEqual([...often, ...calm].sort());
      for (const id of often) expect(bars.get(id)?.reduce((sum, { upMs, downMs }) => sum + upMs + downMs, 0)).toBe(many * oftenMs);
      for (const id of calm) expect(uptimeOfBars(bars.get(id) ?? [])).toBe(50);
      expect(Math.max(...rows)).toBeLessThanOrEqual(mostSpans);
    });
  }, 120_000);
});
