import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '@/lib/metrics/sample';
import { parseSelector } from '@/lib/metrics/selector';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createPostgresMetricStore } from './postgres-metric-store';

const log = pino({ level: 'silent' });
const now = Date.UTC(2026, 0, 15, 12);
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const storeOf = (limits?: { activeSeries?: number; queuedSamples?: number }) =>
  createPostgresMetricStore({ database: test.database, log, clock: () => now, limits });
const sample = (name: string, labels: Record<string, string>, value: number, at = now - 10_000): Sample => ({ name, labels, value, at });
const around = { fromMs: now - 60_000, toMs: now, stepMs: 1_000, aggregation: 'last' } as const;
const read = async (selector: string, tenant = test.tenants.alpha) =>
  (await storeOf().select(tenant, { matchers: parseSelector(selector), ...around })).series;

describe('append', () => {
  it('is committed when it resolves, exact to the bit', async () => {
    const values = [0.1 + 0.2, -0, 5e-324, 1.7976931348623157e308, 2 ** 53 + 2];
    await storeOf().append(test.tenants.alpha, values.map((value, index) => sample('exact', {}, value, now - 10_000 + index * 1_000)));
    const [series] = await read('exact');
    expect(series?.values.map((value) => Object.is(value, -0) ? '-0' : String(value))).toEqual(values.map((value) => Object.is(value, -0) ? '-0' : String(value)));
    expect(series?.times[0]).toBe(now - 10_000);
  });

  it('stores a repeated sample once, and the last value wins, in one append and across appends', async () => {
    const store = storeOf();
    await store.append(test.tenants.alpha, [sample('twice', { b: '1', a: '2' }, 1), sample('twice', { a: '2', b: '1' }, 2)]);
    expect((await read('twice'))[0]).toMatchObject({ values: [2], labels: { a: '2', b: '1' } });
    await store.append(test.tenants.alpha, [sample('twice', { a: '2', b: '1', empty: '' }, 3)]);
    expect(await read('twice')).toMatchObject([{ values: [3] }]);
  });

  it('fails only the append that is at fault', async () => {
    const store = storeOf();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        store.append(test.tenants.alpha, [sample('poison', { n: String(index), text: index === 13 ? 'a\u0000b' : 'fine' }, index)]),
      ),
    );
    expect(results.flatMap((result, index) => (result.status === 'rejected' ? [index] : []))).toEqual([13]);
    expect(results[13]).toMatchObject({ reason: { code: 'invalid', issues: [{ path: 'samples' }] } });
    expect(await read('poison')).toHaveLength(19);
    expect(store.stats()).toMatchObject({ queued: 0 });
  });

  it('stores nothing of an append that is refused', async () => {
    const samples = [sample('whole', { a: 'fine' }, 1), sample('whole', { a: '\ud800' }, 1)];
    await expect(storeOf().append(test.tenants.alpha, samples)).rejects.toMatchObject({ code: 'invalid' });
    expect(await read('whole')).toEqual([]);
  });

  it('refuses the series over the quota by name, and goes on with the known ones', async () => {
    const active = await countSeries();
    const store = storeOf({ activeSeries: active + 2 });
    await store.append(test.tenants.alpha, [sample('quota', { n: '1' }, 1), sample('quota', { n: '2' }, 1)]);
    await expect(store.append(test.tenants.alpha, [sample('quota', { n: '1' }, 2), sample('quota', { n: '3' }, 1)])).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`quota{n="3"} would be one series too many: the limit is ${active + 2}`),
    });
    await store.append(test.tenants.alpha, [sample('quota', { n: '1' }, 5)]);
    expect((await read('quota')).map(({ values }) => values)).toEqual([[5], [1]]);
  });

  it('refuses samples over the size of the queue, counts them, and recovers', async () => {
    const store = storeOf({ queuedSamples: 10 });
    const ten = Array.from({ length: 10 }, (_, index) => sample('full', { n: String(index) }, 1));
    const first = store.append(test.tenants.alpha, ten);
    await expect(store.append(test.tenants.alpha, ten.slice(0, 1))).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    await store.drain();
    await first;
    expect(store.stats()).toMatchObject({ queued: 0, dropped: 1, seriesCached: 10 });
    await store.append(test.tenants.alpha, ten);
  });

  it.each([now + 300_001, now - 3_600_001, now + 0.5, NaN])('refuses the time %s', async (at) => {
    await expect(storeOf().append(test.tenants.alpha, [sample('time', {}, 1, at)])).rejects.toMatchObject({ code: 'invalid' });
  });

  it('survives the loss of its connections', async () => {
    const store = storeOf();
    await store.append(test.tenants.alpha, [sample('lost', {}, 1)]);
    const appends = Array.from({ length: 50 }, (_, index) => store.append(test.tenants.alpha, [sample('lost', { n: String(index) }, index)]));
    await test.database.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`);
    await Promise.all(appends);
    expect(await read('lost')).toHaveLength(51);
  });
});

describe('select', () => {
  beforeAll(() =>
    storeOf().append(test.tenants.alpha, [
      ...['web-1', 'web-2', 'db.1', 'dbx1', 'Ünïcode'].map((host) => sample('sel_up', { host }, 1)),
      sample('sel_up', {}, 1),
      sample('sel_down', { host: 'web-1' }, 1),
    ]),
  );

  it.each([
    ['sel_up{host="web-1"}', ['web-1']],
    ['sel_up{host=""}', ['']],
    ['sel_up{host!=""}', ['web-1', 'web-2', 'db.1', 'dbx1', 'Ünïcode']],
    ['sel_up{host=~"web-.*"}', ['web-1', 'web-2']],
    ['sel_up{host=~"web-1|db.1"}', ['web-1', 'db.1', 'dbx1']],
    ['sel_up{host=~`db\\.1`}', ['db.1']],
    ['sel_up{host=~"web"}', []],
    ['sel_up{host=~"(?i)WEB-\\\\d"}', ['web-1', 'web-2']],
    ['sel_up{host=~"(?:web|db)[-.][[:digit:]]?$"}', ['web-1', 'web-2', 'db.1']],
    ['sel_up{host=~".n.code"}', ['Ünïcode']],
    ['sel_up{host!~"web-[^2]|"}', ['web-2', 'db.1', 'dbx1', 'Ünïcode']],
    ['{__name__=~"sel_.+",host="web-1"}', ['web-1', 'web-1']],
    ['{__name__=~"sel_down|sel_other"}', ['web-1']],
  ])('%s', async (selector, hosts) => {
    const found = await read(selector);
    expect(found.map(({ labels }) => labels.host ?? '').sort()).toEqual([...hosts].sort());
  });

  it.each(['(a+)+$', '(a|a)*b', '(.*)(.*)(.*)(.*)(.*)x', '((a{1,30}){1,30})b', '(a?){100}a{100}b'])('evaluates %s within the time limit of a query', async (pattern) => {
    await storeOf().append(test.tenants.alpha, [sample('redos', { text: 'a'.repeat(1_000) }, 1)]);
    await expect(read(`redos{text=~"${pattern}"}`)).resolves.toBeInstanceOf(Array);
  });

  it('refuses more series or points than the limits', async () => {
    const many = Array.from({ length: 501 }, (_, index) => sample('many', { n: String(index) }, 1));
    await storeOf().append(test.tenants.alpha, many);
    await expect(read('many')).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'query.selector' }] });
    const query = { matchers: parseSelector('many{n=~"1.."}'), fromMs: now - 10_800_000, toMs: now, stepMs: 1_000, aggregation: 'avg' } as const;
    await expect(storeOf().select(test.tenants.alpha, query)).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'query.step' }] });
    await expect(storeOf().select(test.tenants.alpha, { ...query, stepMs: 100 })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('isolation', () => {
  it('shows a tenant nothing of another, through the store and by SQL', async () => {
    const { alpha, beta } = test.tenants;
    await storeOf().append(alpha, [sample('secret', { a: '1' }, 1)]);
    await storeOf().append(beta, [sample('secret', { a: '1' }, 2)]);
    expect(await read('secret', alpha)).toMatchObject([{ values: [1] }]);
    expect(await read('secret', beta)).toMatchObject([{ values: [2] }]);
    for (const table of ['series', 'samples', 'rollup_progress']) {
      const { rows } = await test.database.withTenant(beta, (client) => client.query(`select distinct tenant_number from metrics.${table}`));
      expect(rows).toEqual([{ tenant_number: beta.number }]);
      expect((await test.database.pool.query(`select * from metrics.${table}`)).rows).toEqual([]);
    }
  });

  it.each([
    ['insert into metrics.samples values ($1, 1, $2, 1)', /row-level security/],
    ['insert into metrics.rollup_pending (tenant_number, series_id, at) values ($1, 1, $2)', /row-level security/],
    [`insert into metrics.series (tenant_number, name, labels, fingerprint, last_seen) values ($1, 'x', '{}', '', $2)`, /row-level security/],
    ['insert into metrics.rollup_progress values ($1, $2, 0, 0)', /row-level security/],
    ['insert into metrics.rollups_1m values ($1, 1, $2, 1, 1, 1, 1, 1)', /permission denied/],
    ['delete from metrics.samples where tenant_number = $1 and at = $2', /permission denied/],
  ])('refuses %s for another tenant', async (statement, message) => {
    const run = test.database.withTenant(test.tenants.beta, (client) => client.query(statement, [test.tenants.alpha.number, now - 10_000]));
    await expect(run).rejects.toThrow(message);
  });

  it('gives the role of the program nothing on partitions', async () => {
    const { rows } = await test.database.owner.query<{ name: string; guarded: boolean; readable: boolean }>(
      `select relname as name, relrowsecurity and relforcerowsecurity as guarded, has_table_privilege('nines_app', oid, 'select,insert,update,delete') as readable
       from pg_class where relnamespace = 'metrics'::regnamespace and relkind in ('r', 'p')`,
    );
    expect(rows.every(({ guarded }) => guarded)).toBe(true);
    expect(rows.filter(({ name }) => /_p\d+$/.test(name)).length).toBeGreaterThan(0);
    expect(rows.filter(({ name, readable }) => /_p\d+$/.test(name) && readable)).toEqual([]);
  });
});

async function countSeries(): Promise<number> {
  const { rows } = await test.database.withTenant(test.tenants.alpha, (client) => client.query<{ count: number }>('select count(*)::int from metrics.series'));
  return rows[0]?.count ?? 0;
}
