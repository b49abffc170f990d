import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Head } from '@/lib/metrics/head/head';
import { MemSeries } from '@/lib/metrics/head/mem-series';
import { labelSetFrom } from '@/lib/metrics/labels';
import type { Labels } from '@/lib/metrics/sample';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { loadSnapshot, readCheckpoint, StaleCheckpointError, writeCheckpoint } from './checkpoint';
import { Journal, readJournal } from './journal';
import type { MetricEngine } from './metric-engine';
import { append, crash, matrixOf, openTestEngine, samplesOf } from './test-engine';
import { holdLock, lockWaitedFor } from './test-lock';

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

function every(stepMs: number, fromMs: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => [fromMs + index * stepMs, index]);
}

async function countOf(selector: string): Promise<number> {
  const { result } = await engine.query(test.tenants.alpha, { expr: `sum(count_over_time(${selector}[5d]))`, timeMs: now });
  return result.type === 'vector' ? (result.series[0]?.value ?? 0) : NaN;
}

describe('while a span is on its way to the database', () => {
  it('keeps late samples that come meanwhile, however many', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, every(15_000, now - 4 * hourMs, 960));
    const lock = await holdLock(test, 'metrics.series in exclusive mode');
    const sealed = engine.sealAll();
    await lock.waitedFor();
    expect(await append(engine, alpha, 'm', {}, every(1_000, now - 50 * 60_000 + 1, 1_500))).toMatchObject({ stored: 1_500 });
    expect(await countOf('m')).toBe(2_460);
    await lock.release();
    await sealed;
    expect(await countOf('m')).toBe(2_460);
    await engine.sealAll();
    expect(await countOf('m')).toBe(2_460);
    await engine.close();
    engine = await openTestEngine(test, clock);
    expect(await countOf('m')).toBe(2_460);
  });

  it('answers a query that waits for one series with everything of another that is sealed meanwhile', async () => {
    const { alpha } = test.tenants;
    now = start + 23 * hourMs;
    await append(engine, alpha, 'both', { s: 'sealed' }, every(60_000, now - hourMs, 30));
    await engine.sealAll();
    await engine.close();
    now = start + dayMs + 2 * hourMs;
    engine = await openTestEngine(test, clock);
    await append(engine, alpha, 'both', { s: 'memory' }, every(60_000, now - hourMs, 60));
    const lock = await holdLock(test, `metrics.chunks_p${start} in access exclusive mode`);
    const asked = engine.query(alpha, { expr: 'both[5h]', timeMs: now });
    await lock.waitedFor();
    await engine.sealAll();
    await lock.release();
    const found = matrixOf(await asked);
    expect(Object.values(found).map((points) => points.length).sort()).toEqual([30, 60]);
  });

  it('tries again when the database fails, and stores each sample once', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, every(15_000, now - 4 * hourMs, 960));
    const lock = await holdLock(test, 'metrics.series in exclusive mode');
    const sealed = engine.sealAll();
    await lock.waitedFor();
    await lock.endWaiting();
    await lock.release();
    await sealed;
    expect(await countOf('m')).toBe(960);
    expect(engine.stats().sealedSamples).toBe(960);
  });
});

describe('a series whose chunk is damaged', () => {
  it('is said, and the others are sealed and read all the same', async () => {
    const { alpha } = test.tenants;
    for (const name of ['bad', 'good']) await append(engine, alpha, name, {}, every(15_000, now - 4 * hourMs, 960));
    await engine.sealAll();
    await engine.close();
    engine = await openTestEngine(test, clock);
    const chunksOf = (name: string) =>
      test.database.withTenant(alpha, async (client) => {
        const { rows } = await client.query<{ data: Buffer }>(
          `select data from metrics.chunks where series_id = (select id from metrics.series where labels->>'__name__' = $1) order by from_ms`,
          [name],
        );
        return rows.map(({ data }) => data.toString('hex')).join();
      });
    await test.database.withTenant(alpha, (client) =>
      client.query(`update metrics.chunks set data = substr(data, 1, length(data) - 3) where series_id = (select id from metrics.series where labels->>'__name__' = 'bad')`),
    );
    const before = await chunksOf('good');
    for (const name of ['bad', 'good']) expect(await append(engine, alpha, name, {}, [[now - 30 * 60_000 + 1, 7]])).toMatchObject({ stored: 1 });
    while ((await chunksOf('good')) === before) expect(engine.stats().queued).toBe(0);
    expect(await countOf('good')).toBe(961);
    await expect(countOf('bad')).rejects.toThrow('damaged');
  });
});

describe('a new series', () => {
  it('is registered once when many requests bring it at the same time, and loses no sample', async () => {
    const { alpha, beta } = test.tenants;
    const requests = Array.from({ length: 60 }, (_, request) => append(engine, request % 2 ? alpha : beta, 'new', { a: 'b' }, [[now - 60_000 + request, request]]));
    for (const receipt of await Promise.all(requests)) expect(receipt).toMatchObject({ stored: 1, refused: [] });
    const { rows } = await test.database.withTenant(alpha, (client) => client.query('select id from metrics.series'));
    expect(rows).toHaveLength(1);
    for (const tenant of [alpha, beta]) expect((await samplesOf(engine, tenant, 'new[5m]', now))['__name__ new a b']).toHaveLength(30);
    await crash(test);
    engine = await openTestEngine(test, clock);
    for (const tenant of [alpha, beta]) expect((await samplesOf(engine, tenant, 'new[5m]', now))['__name__ new a b']).toHaveLength(30);
  });

  it('is not taken for another one, whatever is in its labels', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', { a: 'b\uffffc\uffffd' }, [[now, 1]]);
    await append(engine, alpha, 'm', { a: 'b', c: 'd' }, [[now, 2]]);
    const batch = engine.batch(alpha);
    const sets: Labels[] = [{ x: '1\uffffy\uffff2' }, { x: '1', y: '2' }];
    for (const [index, labels] of sets.entries()) {
      batch.series(labelSetFrom('n', labels));
      batch.sample(now, 0, 0x3ff00000 + index);
    }
    expect(await engine.append(alpha, batch)).toMatchObject({ stored: 2 });
    const counted = async () => (await engine.query(alpha, { expr: 'count({__name__=~"m|n"})', timeMs: now })).result;
    expect(await counted()).toMatchObject({ series: [{ value: 4 }] });
    await crash(test);
    engine = await openTestEngine(test, clock);
    expect(await counted()).toMatchObject({ series: [{ value: 4 }] });
  });

  it('may be sent again when the database failed to register it', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'known', {}, [[now - 1_000, 1]]);
    const batch = engine.batch(alpha);
    for (const name of ['known', 'new', 'newer']) {
      batch.series(labelSetFrom(name, {}));
      batch.sample(now, 0, 0);
    }
    const lock = await holdLock(test, 'metrics.series in exclusive mode');
    const failed = engine.append(alpha, batch).catch((error: unknown) => error);
    await lock.waitedFor();
    await lock.endWaiting();
    expect(await failed).toMatchObject({ name: 'AppError', code: 'unavailable' });
    await lock.release();
    expect(await engine.append(alpha, batch)).toMatchObject({ stored: 3 });
    await crash(test);
    engine = await openTestEngine(test, clock);
    expect((await engine.query(alpha, { expr: 'count({__name__=~"known|new|newer"})', timeMs: now })).result).toMatchObject({ series: [{ value: 3 }] });
  });
});

describe('the journal', () => {
  it('does not take an entry whose answer was lost for the one that follows it', async () => {
    await engine.close();
    const journal = await Journal.open({ connection: test.connection, log: createLog('silent'), retryMs: 0 });
    const { owner } = test.database;
    journal.use('a', 6);
    try {
      const lock = await holdLock(test, 'metrics.journal_a in access exclusive mode');
      const failed = journal.append(7, Uint8Array.of(1)).catch((error: unknown) => error);
      await lock.waitedFor();
      await lock.endWaiting();
      expect(await failed).toMatchObject({ code: 'unavailable' });
      await lock.release();
      // What the database stored though the answer did not arrive.
      await owner.query(`insert into metrics.journal_a values (7, '\\x01')`);
      await journal.append(7, Uint8Array.of(2));
      const entries: number[][] = [];
      for await (const { seq, data } of readJournal(owner, 0)) entries.push([seq, ...data]);
      expect(entries).toEqual([[7, 2]]);
    } finally {
      await journal.close();
    }
  });

  describe('that finds its connection again for a transaction', () => {
    const entry = Uint8Array.of(1);
    let journal: Journal;
    let client: pg.PoolClient;
    beforeEach(async () => {
      await engine.close();
      journal = await Journal.open({ connection: test.connection, log: createLog('silent'), retryMs: 0 });
      client = await test.database.pool.connect();
      await client.query('begin');
    });
    afterEach(async () => {
      client.release(true);
      await journal.close();
    });

    /** Ends the journal's connection while it writes the seventh entry, which is then not stored. */
    async function lose(): Promise<void> {
      const lock = await holdLock(test, 'metrics.journal_a, metrics.journal_b in access exclusive mode');
      const failed = journal.append(7, entry).catch((error: unknown) => error);
      await lock.waitedFor();
      await lock.endWaiting();
      expect(await failed).toMatchObject({ code: 'unavailable' });
      await lock.release();
    }

    it.each([['a', 'b'], ['b', 'a']] as const)('keeps what it is given meanwhile for table %s, and does not take it for the work of another engine', async (side, other) => {
      journal.use(side, 6);
      await lose();
      const lock = await holdLock(test, `metrics.journal_${other} in access exclusive mode`);
      const held = journal.hold(client);
      await lock.waitedFor();
      const written = journal.append(7, entry);
      await lock.release();
      await Promise.all([held, written]);
      await journal.append(8, entry);
      const stored: number[] = [];
      for await (const { seq } of readJournal(test.database.owner, 0)) stored.push(seq);
      expect(stored).toEqual([7, 8]);
    });

    it('lets go of the database all the same when it is closed meanwhile', async () => {
      journal.use('a', 6);
      await journal.hold(client);
      await lose();
      const next = await test.database.pool.connect();
      await next.query('begin');
      const held = journal.hold(next).catch((error: unknown) => error);
      await lockWaitedFor(test);
      await journal.close();
      await client.query('commit');
      expect(await held).toMatchObject({ code: 'unavailable' });
      next.release(true);
      engine = await openTestEngine(test, clock);
    });
  });

  it('takes nothing after the store is closed', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, [[now, 1]]);
    await engine.close();
    await expect(append(engine, alpha, 'm', {}, [[now + 1, 1]])).rejects.toMatchObject({ code: 'unavailable' });
    engine = await openTestEngine(test, clock);
    expect(await countOf('m')).toBe(1);
  });

  it('loses nothing that is appended while the store closes', async () => {
    const { alpha } = test.tenants;
    let kept = 0;
    for (let round = 0; round < 5; round += 1) {
      const writes = Array.from({ length: 50 }, (_, index) => append(engine, alpha, 'm', { new: String(index % 7) }, [[now - 60_000 + round * 1_000 + index, 1]]).then(() => 1, () => 0));
      const closed = engine.close();
      const more = Array.from({ length: 50 }, (_, index) => append(engine, alpha, 'm', {}, [[now - 60_000 + round * 1_000 + 500 + index, 1]]).then(() => 1, () => 0));
      const stored = (await Promise.all([...writes, ...more])).reduce<number>((sum, each) => sum + each, 0);
      await closed;
      kept += stored;
      engine = await openTestEngine(test, clock);
      expect(await countOf('m')).toBe(kept);
    }
  });
});

describe('two engines', () => {
  it('never write both: one that lost its place stores, seals and snapshots nothing more', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, every(15_000, now - 4 * hourMs, 960));
    const first = engine;
    const comeBack = await crash(test);
    engine = await openTestEngine(test, clock);
    comeBack();
    await append(engine, alpha, 'm', {}, [[now - 1_000, 1]]);
    await expect(append(first, alpha, 'm', {}, [[now - 2_000, 1]])).rejects.toMatchObject({ code: 'unavailable' });
    const snapshot = () => readCheckpoint(test.database.owner);
    const before = await snapshot();
    void first.sealAll();
    await first.close();
    expect(await snapshot()).toEqual(before);
    await engine.close();
    await expect(append(first, alpha, 'm', {}, [[now - 2_000, 1]])).rejects.toMatchObject({ code: 'unavailable' });
    engine = await openTestEngine(test, clock);
    expect(await countOf('m')).toBe(961);
  });

  it('never roll up both: one that lost its place leaves the days to the other', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, every(15_000, now - 4 * hourMs, 960));
    await engine.sealAll();
    const comeBack = await crash(test);
    const second = await openTestEngine(test, clock);
    comeBack();
    now = start + dayMs + 2 * hourMs;
    const rolledDays = async () => (await test.database.owner.query('select from metrics.rollup_progress')).rows.length;
    await engine.maintain();
    expect(await rolledDays()).toBe(0);
    await second.maintain();
    expect(await rolledDays()).toBe(1);
    await second.close();
  });

  it('do not wait for ever: one that lost its place tells who waits for its samples to be sealed', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, every(15_000, now - 4 * hourMs, 960));
    const comeBack = await crash(test);
    const second = await openTestEngine(test, clock);
    comeBack();
    await append(second, alpha, 'm', {}, [[now - 1_000, 1]]);
    await second.close();
    await expect(engine.sealAll()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a snapshot', () => {
  it('is never overwritten while it is the valid one, even when its own success went unheard', async () => {
    await engine.close();
    const { owner } = test.database;
    const head = new Head({ outOfOrderMs: hourMs, onDue: () => undefined });
    const series = new MemSeries(test.tenants.alpha.number, labelSetFrom('m', {}));
    series.id = 1;
    head.append(series, now, 0, 0);
    const before = await readCheckpoint(owner);
    const options = { owner, head, last: before, seq: before.seq + 1, hold: () => Promise.resolve() };
    await writeCheckpoint({ ...options, series: [series] });
    function* failing(): Generator<MemSeries> {
      yield series;
      throw new Error('The power went.');
    }
    await expect(writeCheckpoint({ ...options, series: failing() })).rejects.toThrow(StaleCheckpointError);
    const found = [];
    for await (const each of loadSnapshot(owner, (await readCheckpoint(owner)).snapshot)) found.push(each.id);
    expect(found).toEqual([1]);
  });
});

describe('descriptions of metrics', () => {
  it('survive a restart, and one that the database cannot take does not stand in the way of anything', async () => {
    const { alpha } = test.tenants;
    const batch = engine.batch(alpha);
    batch.metadata({ metric: 'good', type: 'counter', help: 'Helps.', unit: 's' });
    batch.metadata({ metric: 'zero', type: 'gauge', help: 'a\u0000b\ud800', unit: '' });
    batch.metadata({ metric: 'ze\u0000ro', type: 'gauge', help: '', unit: '' });
    batch.metadata({ metric: 'long', type: 'gauge', help: 'x'.repeat(100_000), unit: '' });
    await engine.append(alpha, batch);
    await append(engine, alpha, 'good', {}, [[now, 1]]);
    await engine.close();
    engine = await openTestEngine(test, clock);
    const found = await engine.metadata(alpha, { limit: 10 });
    expect(found.map(({ metric }) => metric)).toEqual(['good', 'long', 'zero']);
    expect(found[0]).toEqual({ metric: 'good', type: 'counter', help: 'Helps.', unit: 's' });
    expect(found[1]?.help.length).toBeLessThan(10_000);
    expect(await engine.metadata(test.tenants.beta, { limit: 10 })).toEqual([]);
  });
});

describe('rolling a day up', () => {
  it('does it again for a series whose last samples are sealed meanwhile', async () => {
    const { alpha } = test.tenants;
    now = start + dayMs - 60_000;
    await append(engine, alpha, 'early', {}, every(60_000, start + 12 * hourMs, 60));
    await engine.sealAll();
    await append(engine, alpha, 'early', {}, [[now, 1]]);
    now = start + dayMs + 2 * hourMs - 60_000;
    await append(engine, alpha, 'other', {}, [[now, 1]]);
    const lock = await holdLock(test, 'metrics.rollup_progress in exclusive mode');
    const rolled = engine.maintain();
    await lock.waitedFor();
    await engine.sealAll();
    await lock.release();
    await rolled;
    await engine.maintain();
    const answer = await engine.queryRange(alpha, { expr: 'count_over_time(early[1d])', startMs: start + dayMs - 3 * dayMs, endMs: start + dayMs, stepMs: dayMs });
    expect(answer.cost.resolution).toBe('5m');
    expect(answer.result).toMatchObject({ series: [{ values: Float64Array.of(61) }] });
  });
});
