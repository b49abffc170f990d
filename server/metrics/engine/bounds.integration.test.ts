import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelSetFrom } from '@/lib/metrics/labels';
import type { RefusalReason } from '@/lib/metrics/metric-store';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { EngineSettings } from './engine-settings';
import type { MetricEngine } from './metric-engine';
import { append, crash, openTestEngine, samplesOf } from './test-engine';
import { holdLock } from './test-lock';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = Date.UTC(2026, 0, 15);

let test: TestDatabase;
let engine: MetricEngine;
let now: number;
const clock = () => now;

beforeEach(async () => {
  test = await createTestDatabase();
  now = start + 12 * hourMs;
  engine = await openTestEngine(test, clock);
});
afterEach(async () => {
  await engine.close().catch(() => undefined);
  await test.drop();
});

async function reopen(settings: Partial<EngineSettings>): Promise<void> {
  await engine.close();
  engine = await openTestEngine(test, clock, settings);
}

async function namesOf(): Promise<string[]> {
  const { found } = await engine.series(test.tenants.alpha, { matchers: [], fromMs: 0, toMs: now + dayMs, limit: 100 });
  return found.map((labels) => labels[1] ?? '');
}

describe('tenants with the same labels', () => {
  it('have each their own samples, through chunks, roll-ups and a crash', async () => {
    const { alpha, beta } = test.tenants;
    for (const [tenant, value] of [[alpha, 1], [beta, 2]] as const) await append(engine, tenant, 'm', { a: 'b' }, [[start, value], [start + hourMs, value]]);
    await engine.sealAll();
    await crash(test);
    engine = await openTestEngine(test, clock);
    for (const [tenant, value] of [[alpha, 1], [beta, 2]] as const) {
      expect(await samplesOf(engine, tenant, 'm[1d]', now)).toEqual({ '__name__ m a b': [[start, value], [start + hourMs, value]] });
    }
  });

  it('are kept apart by the database too, and what holds all tenants is closed to the program\'s role', async () => {
    const { alpha, beta } = test.tenants;
    const batch = engine.batch(beta);
    batch.metadata({ metric: 'm', type: 'gauge', help: 'secret', unit: '' });
    await engine.append(beta, batch);
    await append(engine, beta, 'm', { secret: 'beta' }, [[start, 1], [start + hourMs, 2]]);
    await engine.sealAll();
    now = start + dayMs + 3 * hourMs;
    await engine.maintain();
    await append(engine, beta, 'm', { secret: 'beta' }, [[now, 3]]);
    await reopen({});
    const { database } = test;
    const { rows: partitions } = await database.owner.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'metrics'::regnamespace and relispartition and relkind = 'r'`);
    expect(partitions.length).toBeGreaterThan(2);
    const shared = ['series', 'chunks', 'rollups_5m', 'rollups_1h', 'rollup_progress', 'rollup_pending', 'metadata'];
    for (const table of shared) {
      const count = (tenant: typeof alpha) => database.withTenant(tenant, async (client) => (await client.query(`select * from metrics.${table}`)).rows.length);
      if (table !== 'rollup_pending') expect(await count(beta), table).toBeGreaterThan(0);
      expect(await count(alpha) - (table === 'rollup_progress' ? 1 : 0), table).toBeLessThanOrEqual(0);
    }
    for (const table of ['journal_a', 'journal_b', 'snapshot_a', 'snapshot_b', 'checkpoint', ...partitions.map(({ name }) => name)]) {
      for (const statement of [`select * from metrics.${table}`, `delete from metrics.${table}`, `insert into metrics.${table} select * from metrics.${table}`]) {
        await expect(database.withTenant(beta, (client) => client.query(statement)), statement).rejects.toThrow('permission denied');
      }
    }
    await expect(
      database.withTenant(alpha, (client) => client.query(`insert into metrics.chunks values ($1, 1, $2, '\\x00')`, [beta.number, start])),
    ).rejects.toThrow('row-level security');
    const { rows } = await database.pool.query('select * from metrics.series');
    expect(rows).toEqual([]);
  });
});

describe('a full queue', () => {
  it('refuses with an error that may be tried again, keeps what it took, and goes on', async () => {
    await reopen({ queuedSamples: 100 });
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, [[start, 0]]);
    const lock = await holdLock(test, 'metrics.journal_a, metrics.journal_b in access exclusive mode');
    const writes = Array.from({ length: 30 }, (_, index) =>
      append(engine, alpha, 'm', {}, Array.from({ length: 10 }, (__, each): [number, number] => [start + 1 + index * 10 + each, each])).then(
        (receipt) => receipt.stored,
        (error: unknown) => error,
      ),
    );
    await lock.waitedFor();
    await lock.release();
    const outcomes = await Promise.all(writes);
    const refused = outcomes.filter((each) => each instanceof Error);
    expect(refused.length).toBeGreaterThan(0);
    for (const each of refused) expect(each).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    expect(engine.stats()).toMatchObject({ queued: 0, dropped: refused.length * 10 });
    expect((await samplesOf(engine, alpha, 'm[1d]', now))['__name__ m']).toHaveLength(1 + 10 * (30 - refused.length));
  });

  it('still takes a batch that alone is larger', async () => {
    await reopen({ queuedSamples: 100 });
    const samples = Array.from({ length: 500 }, (_, index): [number, number] => [start + index, index]);
    expect(await append(engine, test.tenants.alpha, 'm', {}, samples)).toMatchObject({ stored: 500 });
  });
});

describe('refusals', () => {
  it.each<[string, Record<string, string>, number, RefusalReason]>([
    ['too many labels', Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`l${index}`, 'x'])), 0, 'label_limit'],
    ['a long value', { a: 'x'.repeat(4_097) }, 0, 'label_limit'],
    ['a long name', { ['n'.repeat(257)]: 'x' }, 0, 'label_limit'],
    ['NUL', { a: 'x\u0000' }, 0, 'invalid_labels'],
    ['half a surrogate pair', { a: '\ud800' }, 0, 'invalid_labels'],
    ['a time that is not a number', {}, NaN, 'too_far_in_future'],
    ['a time without end', {}, Infinity, 'too_far_in_future'],
    ['a time before all times', {}, -Infinity, 'too_old'],
    ['seconds for milliseconds', {}, start / 1_000 - start, 'too_old'],
  ])('%s: counted, named, and the other samples of the batch are stored and survive a crash', async (_, labels, offsetMs, reason) => {
    const { alpha } = test.tenants;
    const batch = engine.batch(alpha);
    for (const [series, at] of [[labelSetFrom('good', {}), start], [labelSetFrom('bad', labels), start + offsetMs], [labelSetFrom('good', {}), start + 1_000]] as const) {
      batch.series(series);
      batch.sample(at, 0, 0);
    }
    const receipt = await engine.append(alpha, batch);
    expect(receipt).toMatchObject({ stored: 2, refused: [{ reason, count: 1 }] });
    expect(receipt.refused[0]?.example).toContain('bad');
    await crash(test);
    engine = await openTestEngine(test, clock);
    expect(await samplesOf(engine, alpha, '{__name__=~"good|bad"}[1d]', now)).toEqual({ '__name__ good': [[start, 0], [start + 1_000, 0]] });
  });

  it('count a series over the quota until an idle one makes room', async () => {
    await reopen({ activeSeries: 2 });
    const { alpha } = test.tenants;
    for (const name of ['a', 'b']) await append(engine, alpha, name, {}, [[now, 1]]);
    expect(await append(engine, alpha, 'c', {}, [[now, 1]])).toMatchObject({ stored: 0, refused: [{ reason: 'series_limit' }] });
    now += 3 * hourMs;
    await append(engine, alpha, 'a', {}, [[now, 1]]);
    await engine.maintain();
    expect(await append(engine, alpha, 'c', {}, [[now, 1]])).toMatchObject({ stored: 1, refused: [] });
    expect(engine.stats()).toMatchObject({ series: 3, activeSeries: 2 });
  });
});

describe('series that are idle', () => {
  it('are sealed, then forgotten when there are too many, longest idle first; one that comes back is new and loses nothing', async () => {
    await reopen({ storedSeries: 20 });
    const { alpha } = test.tenants;
    for (let index = 0; index < 20; index += 1) await append(engine, alpha, `m${String(index).padStart(2, '0')}`, {}, [[start + index * 1_000, 1]]);
    now += 3 * hourMs;
    await engine.maintain();
    await engine.sealAll();
    await engine.maintain();
    expect(await namesOf()).toEqual(Array.from({ length: 19 }, (_, index) => `m${String(index + 1).padStart(2, '0')}`));
    const late = engine.batch(alpha);
    late.series(labelSetFrom('m00', {}));
    late.sample(now, 0, 0);
    expect(await engine.append(alpha, late)).toMatchObject({ stored: 1 });
    await crash(test);
    engine = await openTestEngine(test, clock);
    expect((await samplesOf(engine, alpha, 'm00[1h]', now))['__name__ m00']).toEqual([[now, 0]]);
  });

  it('that get a sample while they are being forgotten keep it, or it is not acknowledged', async () => {
    await reopen({ storedSeries: 10 });
    const { alpha } = test.tenants;
    for (let index = 0; index < 10; index += 1) await append(engine, alpha, `m${index}`, {}, [[start + index * 1_000, 1]]);
    now += 3 * hourMs;
    await engine.maintain();
    await engine.sealAll();
    const decoded = engine.batch(alpha);
    decoded.series(labelSetFrom('m0', {}));
    decoded.sample(now, 0, 0x3ff00000);
    const lock = await holdLock(test, 'metrics.series in exclusive mode');
    const maintained = engine.maintain();
    await lock.waitedFor();
    await expect(engine.append(alpha, decoded)).rejects.toMatchObject({ code: 'unavailable' });
    const again = append(engine, alpha, 'm0', {}, [[now, 1]]);
    await lock.release();
    await maintained;
    expect(await again).toMatchObject({ stored: 1 });
    await crash(test);
    engine = await openTestEngine(test, clock);
    expect((await samplesOf(engine, alpha, 'm0[1h]', now))['__name__ m0']).toEqual([[now, 1]]);
  });
});

describe('a clock that is set', () => {
  it('back or ahead loses nothing, drops nothing at once, and samples go on', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, [[now, 1]]);
    await engine.sealAll();
    now -= 5 * hourMs;
    await engine.maintain();
    await append(engine, alpha, 'n', {}, [[now, 2]]);
    now += 400 * dayMs;
    await engine.maintain();
    await append(engine, alpha, 'o', {}, [[now, 3]]);
    now -= 400 * dayMs - 5 * hourMs;
    await engine.maintain();
    expect(await samplesOf(engine, alpha, '{__name__=~"m|n"}[1d]', now)).toEqual({ '__name__ m': [[now, 1]], '__name__ n': [[now - 5 * hourMs, 2]] });
    expect(await append(engine, alpha, 'm', {}, [[now + 1, 2]])).toMatchObject({ stored: 1 });
  });
});
