import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelSetFrom } from '@/lib/metrics/labels';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { MetricEngine } from './metric-engine';
import { append, crash, openTestEngine, samplesOf } from './test-engine';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = Date.UTC(2026, 0, 15, 0);

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

/** A sample every 15 s from `from`, counting up. */
function counting(from: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => [from + index * 15_000, index]);
}

async function countOf(name: string, atMs = now): Promise<number> {
  const { result } = await engine.query(test.tenants.alpha, { expr: `sum(count_over_time(${name}[20d]))`, timeMs: atMs });
  return result.type === 'vector' ? (result.series[0]?.value ?? 0) : NaN;
}

describe('appending', () => {
  it('answers when samples can be read, and reads them back in order', async () => {
    const { alpha } = test.tenants;
    const receipt = await append(engine, alpha, 'up', { job: 'a' }, [[now - 2_000, 1], [now - 1_000, 0.1 + 0.2]]);
    expect(receipt).toEqual({ stored: 2, duplicates: 0, refused: [] });
    expect(await samplesOf(engine, alpha, 'up[1m]', now)).toEqual({ '__name__ up job a': [[now - 2_000, 1], [now - 1_000, 0.1 + 0.2]] });
  });

  it('keeps tenants apart', async () => {
    await append(engine, test.tenants.alpha, 'up', {}, [[now, 1]]);
    expect(await samplesOf(engine, test.tenants.beta, '{__name__=~".+"}[1h]', now)).toEqual({});
    expect(await engine.labelNames(test.tenants.beta, { matchers: [], fromMs: 0, toMs: now, limit: 10 })).toEqual({ found: [], truncated: false });
  });

  it('takes late samples within the window, knows duplicates, keeps the first of two values, and refuses the rest by reason', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, counting(now - hourMs, 240));
    const late = now - 30 * 60_000 + 5_000;
    const receipt = await append(engine, alpha, 'm', {}, [[late, 7], [late, 7], [late, 8], [now - 15_000, 239], [now - 3 * hourMs, 1], [now - 16 * dayMs, 1], [now + hourMs, 1]]);
    expect(receipt).toMatchObject({ stored: 1, duplicates: 2 });
    expect(Object.fromEntries(receipt.refused.map(({ reason, count }) => [reason, count]))).toEqual({
      conflicting_value: 1, out_of_order: 1, too_old: 1, too_far_in_future: 1,
    });
    expect(receipt.refused.every(({ example }) => example.startsWith('m{}') || example.startsWith('m '))).toBe(true);
    const points = (await samplesOf(engine, alpha, 'm[2h]', now))['__name__ m'] ?? [];
    expect(points).toHaveLength(241);
    expect(points.find(([time]) => time === late)).toEqual([late, 7]);
    expect(points.every(([time], index) => index === 0 || time > (points[index - 1]?.[0] ?? 0))).toBe(true);
  });

  it('keeps the bits of stale markers through memory, chunks and a restart', async () => {
    const { alpha } = test.tenants;
    const batch = engine.batch(alpha);
    batch.series(labelSetFrom('gone', {}));
    batch.sample(now - 3 * hourMs, 0, 0x3ff00000);
    batch.sample(now - 3 * hourMs + 15_000, staleLow, staleHigh);
    await engine.append(alpha, batch);
    const at = now - 3 * hourMs + 15_000;
    const isGone = async () => (await engine.query(alpha, { expr: 'gone', timeMs: at })).result;
    expect(await isGone()).toEqual({ type: 'vector', series: [] });
    await engine.sealAll();
    expect(await isGone()).toEqual({ type: 'vector', series: [] });
    await engine.close();
    engine = await openTestEngine(test, clock);
    expect(await isGone()).toEqual({ type: 'vector', series: [] });
  });

  it('refuses a request that would hold up the others, and takes what comes after it', () => {
    const { alpha } = test.tenants;
    const long = engine.batch(alpha);
    long.series(labelSetFrom('m', {}));
    expect(() => {
      for (let index = 0; index <= 500_000; index += 1) long.sample(now, 0, 0);
    }).toThrow('more than 500000 samples');
    const wide = engine.batch(alpha);
    expect(() => {
      for (let index = 0; index <= 50_000; index += 1) wide.series(labelSetFrom('m', { n: String(index) }));
    }).toThrow('more than 50000 new series');
    return expect(append(engine, alpha, 'm', {}, [[now, 1]])).resolves.toMatchObject({ stored: 1 });
  });

  it('refuses series over the quota by name and stores the others', async () => {
    await engine.close();
    engine = await openTestEngine(test, clock, { activeSeries: 2 });
    const { alpha } = test.tenants;
    const batch = engine.batch(alpha);
    for (const host of ['a', 'b', 'c']) {
      batch.series(labelSetFrom('up', { host }));
      batch.sample(now, 0, 0);
    }
    const receipt = await engine.append(alpha, batch);
    expect(receipt).toMatchObject({ stored: 2, refused: [{ reason: 'series_limit', count: 1 }] });
    expect(receipt.refused[0]?.example).toContain('up{host="c"}');
  });
});

describe('sealing', () => {
  it('moves complete spans to chunks, and reads across chunks and memory without a seam', async () => {
    const samples = counting(now - 11 * hourMs, 11 * 240);
    await append(engine, test.tenants.alpha, 'm', {}, samples);
    await engine.sealAll();
    await append(engine, test.tenants.alpha, 'm', {}, [[now, 5]]);
    expect(await countOf('m')).toBe(samples.length + 1);
    const { rows } = await test.database.withTenant(test.tenants.alpha, (client) => client.query<{ count: string }>('select count(*) from metrics.chunks'));
    expect(Number(rows[0]?.count)).toBeGreaterThan(4);
    const read = (await samplesOf(engine, test.tenants.alpha, 'm[12h]', now))['__name__ m'];
    expect(read).toEqual([...samples, [now, 5]]);
  });

  it('merges late samples into chunks that are sealed, each once', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, counting(now - 4 * hourMs, 4 * 240));
    await engine.sealAll();
    const late = now - 40 * 60_000 + 1;
    expect(await append(engine, alpha, 'm', {}, [[late, 1], [late + 1, 2]])).toMatchObject({ stored: 2 });
    expect(await countOf('m')).toBe(962);
    await engine.sealAll();
    expect(await countOf('m')).toBe(962);
    await append(engine, alpha, 'm', {}, [[late, 9]]);
    await engine.sealAll();
    const points = (await samplesOf(engine, alpha, 'm[5h]', now))['__name__ m'] ?? [];
    expect(points.filter(([time]) => time === late)).toEqual([[late, 1]]);
  });
});

describe('starting again', () => {
  it('brings everything back after a crash, each sample once, whatever was sealed or not', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, counting(now - 5 * hourMs, 4 * 240));
    await engine.sealAll();
    await append(engine, alpha, 'm', {}, counting(now - hourMs, 100));
    await append(engine, alpha, 'm', {}, [[now - hourMs + 1, 3], [now - 90 * 60_000 + 1, 4]]);
    await append(engine, alpha, 'n', { a: 'b' }, counting(now - hourMs, 10));
    const before = await samplesOf(engine, alpha, '{__name__=~"m|n"}[6h]', now);
    await crash(test);
    engine = await openTestEngine(test, clock);
    expect(await samplesOf(engine, alpha, '{__name__=~"m|n"}[6h]', now)).toEqual(before);
    await engine.sealAll();
    expect(await samplesOf(engine, alpha, '{__name__=~"m|n"}[6h]', now)).toEqual(before);
    await engine.close();
    engine = await openTestEngine(test, clock);
    expect(await samplesOf(engine, alpha, '{__name__=~"m|n"}[6h]', now)).toEqual(before);
  });

  it('loses nothing when snapshots are written while samples come in', async () => {
    await engine.close();
    engine = await openTestEngine(test, clock, { journalSamples: 500 });
    const { alpha } = test.tenants;
    const writes: Promise<unknown>[] = [];
    for (let round = 0; round < 60; round += 1) {
      for (let series = 0; series < 20; series += 1) writes.push(append(engine, alpha, 'm', { s: String(series) }, [[now - 900_000 + round * 15_000, round]]));
      if (round % 3 === 0) await Promise.all(writes);
    }
    await Promise.all(writes);
    await crash(test);
    engine = await openTestEngine(test, clock);
    expect(await countOf('m')).toBe(1_200);
    const { rows } = await test.database.owner.query<{ count: string }>('select (select count(*) from metrics.snapshot_a) + (select count(*) from metrics.snapshot_b) as count');
    expect(Number(rows[0]?.count)).toBeGreaterThan(0);
  });

  it('refuses a second engine on the same database, and names what to do', async () => {
    await expect(openTestEngine(test, clock, {}, 200)).rejects.toThrow('METRICS_URL');
  });
});

describe('roll-ups and retention', () => {
  it('rolls a complete day up and answers long windows from it', async () => {
    const { alpha } = test.tenants;
    for (let day = 0; day < 4; day += 1) {
      now = start + (day + 1) * dayMs;
      await append(engine, alpha, 'c_total', {}, Array.from({ length: 1_440 }, (_, index) => [start + day * dayMs + index * 60_000, day * 1_440 + index]));
    }
    await engine.sealAll();
    now = start + 4 * dayMs + 2 * hourMs;
    for (let day = 0; day < 4; day += 1) await engine.maintain();
    const query = { expr: 'increase(c_total[1h])', startMs: start + 2 * hourMs, endMs: start + 4 * dayMs, stepMs: 600_000 };
    const rolled = await engine.queryRange(alpha, query);
    expect(rolled.cost.resolution).toBe('5m');
    if (rolled.result.type !== 'matrix') throw new Error('no matrix');
    for (const value of rolled.result.series[0]?.values ?? []) expect(value).toBeCloseTo(60, 0);
    const raw = await engine.queryRange(alpha, { ...query, startMs: query.endMs - dayMs });
    expect(raw.cost.resolution).toBe('raw');
  });

  it('drops what is older than kept, then answers that time from roll-ups', async () => {
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, counting(start, 100));
    now = start + 36 * hourMs;
    await append(engine, alpha, 'm', {}, [[now, 1]]);
    await engine.sealAll();
    await engine.maintain();
    await engine.close();
    now = start + 20 * dayMs;
    engine = await openTestEngine(test, clock);
    for (let round = 0; round < 20; round += 1) await engine.maintain();
    const answer = await engine.query(alpha, { expr: 'count_over_time(m[1h])', timeMs: start + 30 * 60_000 });
    expect(answer.cost.resolution).toBe('5m');
    expect(answer.result).toMatchObject({ type: 'vector', series: [{ value: 100 }] });
    const { rows } = await test.database.owner.query(`select 1 from pg_class where relname = 'chunks_p${start}'`);
    expect(rows).toEqual([]);
  });

  it('keeps a budget of disk by dropping the oldest days, and says why it stores nothing when that is not enough', async () => {
    await engine.close();
    engine = await openTestEngine(test, clock, { diskBudgetBytes: 1_000 });
    const { alpha } = test.tenants;
    await append(engine, alpha, 'm', {}, counting(start, 100));
    now = start + 30 * hourMs;
    await append(engine, alpha, 'm', {}, [[now, 1]]);
    await engine.sealAll();
    await engine.close();
    engine = await openTestEngine(test, clock, { diskBudgetBytes: 1_000 });
    await engine.maintain();
    const { rows } = await test.database.owner.query(`select 1 from pg_class where relname = 'chunks_p${start}'`);
    expect(rows).toEqual([]);
    await expect(append(engine, alpha, 'm', {}, [[now + 1, 1]])).rejects.toThrow('METRICS_DISK_BUDGET');
  });
});
