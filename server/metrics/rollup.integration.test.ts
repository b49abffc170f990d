import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { metricRetention, planRead } from '@/lib/metrics/retention';
import type { Sample } from '@/lib/metrics/sample';
import { aggregations, type Aggregation } from '@/lib/metrics/schemas';
import { parseSelector } from '@/lib/metrics/selector';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { advisoryLocks } from './advisory-locks';
import { maintainMetrics } from './maintenance';
import { listPartitions } from './partitions';
import { createPostgresMetricStore, type PostgresMetricStore } from './postgres-metric-store';

const log = pino({ level: 'silent' });
const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 0, 15, 12, 34, 56, 789);
let now: number;
let test: TestDatabase;
let store: PostgresMetricStore;

beforeEach(async () => {
  now = start;
  test = await createTestDatabase();
  store = createPostgresMetricStore({ database: test.database, log, clock: () => now });
});
afterEach(() => test.drop());

const maintain = (isRetentionDue = false) => maintainMetrics(test.database.owner, { nowMs: now, isRetentionDue, log });
const append = (samples: Sample[]) => store.append(test.tenants.alpha, samples);
const sample = (value: number, at: number, n = '0'): Sample => ({ name: 'm', labels: { n }, value, at });
const select = (fromMs: number, toMs: number, stepMs: number, aggregation: Aggregation) =>
  store.select(test.tenants.alpha, { matchers: parseSelector('m'), fromMs, toMs, stepMs, aggregation });

it('agrees with a naive model on random data, at every resolution, with late and repeated samples', async () => {
  const random = seeded(42);
  const model = new Map<string, Map<number, number>>();
  const integer = (below: number) => Math.floor(random() * below);
  for (let round = 0; round < 40; round += 1) {
    now += integer(15 * minute);
    const samples = Array.from({ length: 150 }, () => {
      const age = random() < 0.7 ? integer(2 * minute) : integer(59 * minute);
      return sample(Math.round((random() - 0.5) * 1e6) / 1e3, Math.floor((now - age) / 500) * 500, String(integer(3)));
    });
    await append(samples);
    for (const { labels, at, value } of samples) {
      const series = model.get(labels.n ?? '') ?? new Map<number, number>();
      model.set(labels.n ?? '', series.set(at, value));
    }
    if (random() < 0.6) await maintain(random() < 0.3);
  }
  // Late samples that were not announced to the roll-up yet are in the answer after its next round.
  await maintain(true);
  for (const [durationMs, stepMs] of [[5 * minute, 1_000], [hour, 7_000], [2 * hour, minute], [10 * hour, 5 * minute], [10 * hour, hour], [60 * hour, 2 * hour]] as const) {
    for (const aggregation of aggregations) {
      const query = { fromMs: now - durationMs - integer(stepMs), toMs: now + integer(stepMs), stepMs };
      const answer = await select(query.fromMs, query.toMs, stepMs, aggregation);
      const plan = planRead(query, now);
      expect(answer.resolution).toBe(plan.resolution);
      for (const { labels, times, values } of answer.series) {
        const expected = naive(model.get(labels.n ?? '') ?? new Map<number, number>(), plan, aggregation);
        expect(times).toEqual([...expected.keys()]);
        [...expected.values()].forEach((value, index) => expect(values[index]).toBeCloseTo(value, 6));
      }
    }
  }
});

it('has no hole and no double count at the right edge, rolled up or not', async () => {
  await append(Array.from({ length: 3_000 }, (_, index) => sample(1, now - index * 1_000)));
  const total = async (stepMs: number) => sum((await select(now - 24 * hour, now + 1, stepMs, 'count')).series[0]?.values ?? []);
  for (const stepMs of [minute, 5 * minute, hour]) expect(await total(stepMs)).toBe(3_000);
  for (let round = 0; round < 5; round += 1) {
    now += 37_000;
    await maintain();
    for (const stepMs of [minute, 5 * minute, hour]) expect(await total(stepMs)).toBe(3_000);
  }
});

it('recomputes the minute and the hour that a late sample touches, and repeats without a change', async () => {
  await append([sample(1, now - 50 * minute)]);
  now += 20 * minute;
  await maintain();
  const late = now - 55 * minute;
  await append([sample(9, late)]);
  await maintain();
  const hours = () => select(now - 24 * hour, now, hour, 'max');
  expect((await select(late - minute, late + minute, minute, 'sum')).series[0]?.values).toContain(9);
  expect((await hours()).series[0]?.values).toContain(9);
  const before = await hours();
  await maintain();
  expect(await hours()).toEqual(before);
});

it('loses nothing when writes race with the closing of their minutes', async () => {
  let written = 0;
  for (let round = 0; round < 15; round += 1) {
    now += 20_000;
    const appends = Array.from({ length: 20 }, async (_, index) => {
      await new Promise((resolve) => setImmediate(resolve));
      // Around the minute that this round closes.
      await append([sample(1, Math.floor(now / minute) * minute - minute - 10_000 + index * 1_000 + round, `${round}-${index}`)]);
      written += 1;
    });
    await Promise.all([maintain(), ...appends]);
  }
  await maintain();
  const { series } = await select(now - 24 * hour, now, hour, 'count');
  expect(sum(series.flatMap(({ values }) => values))).toBe(written);
});

it('waits for a write under way before it rolls up the minute that it closes', async () => {
  const at = now - 5 * minute;
  await append([sample(1, at)]);
  const writing = await test.database.pool.connect();
  await writing.query('begin');
  await writing.query(`select set_config('nines.tenant_number', $1, true), pg_advisory_xact_lock_shared($2, $3)`, [
    String(test.tenants.alpha.number), advisoryLocks.lateness, test.tenants.alpha.number,
  ]);
  await writing.query('insert into metrics.samples select tenant_number, id, $1::bigint, 2 from metrics.series', [at + 1]);
  const round = maintain();
  let isOver = false;
  void round.then(() => (isOver = true));
  const blocked = `select 1 from pg_locks where locktype = 'advisory' and not granted`;
  while (!isOver && (await test.database.owner.query(blocked)).rowCount === 0);
  await writing.query('commit');
  writing.release();
  await round;
  expect((await select(now - hour, now, minute, 'count')).series[0]?.values).toEqual([2]);
});

it('rolls up what a downtime left behind before it expires', async () => {
  await append(Array.from({ length: 600 }, (_, index) => sample(index, now - index * 1_000)));
  now += 30 * hour;
  await append([sample(-1, now)]);
  await maintain(true);
  const answer = await select(now - 40 * hour, now + minute, minute, 'count');
  expect(sum(answer.series[0]?.values ?? [])).toBe(601);
  const owner = await test.database.owner.connect();
  const partitions = await listPartitions(owner, '1s');
  owner.release();
  expect(partitions.every(({ toMs }) => toMs > now - metricRetention['1s'].keepMs)).toBe(true);
});

it('keeps raw samples that are not rolled up, whatever their age', async () => {
  await append([sample(1, now)]);
  now += 10 * hour;
  const { dropExpired } = await import('./retention');
  const owner = await test.database.owner.connect();
  const dropped = await dropExpired(owner, now);
  owner.release();
  expect(dropped).toEqual([]);
});

it('drops whole partitions that are expired, and no other', async () => {
  await append([sample(1, now), sample(2, now - 59 * minute)]);
  await maintain(true);
  now += 3 * hour;
  await maintain(true);
  const before = await partitionNames();
  now += hour;
  await maintain(true);
  const after = await partitionNames();
  const expired = before.filter((name) => !after.includes(name));
  expect(expired.length).toBeGreaterThan(0);
  for (const name of expired) expect(Number(name.split('_p')[1]) + 30 * minute).toBeLessThanOrEqual(now - 3 * hour);
  now += 401 * 24 * hour;
  await maintain(true);
  expect((await select(now - 400 * 24 * hour, now, 24 * hour, 'sum')).series).toEqual([]);
});

it('works under row-level security, and lets one node at a time do it', async () => {
  const { rows } = await test.database.owner.query<{ exempt: boolean }>('select rolsuper or rolbypassrls as exempt from pg_roles where rolname = current_user');
  expect(rows).toEqual([{ exempt: false }]);
  const other = await test.database.owner.connect();
  await other.query('select pg_advisory_lock(731004, 0)');
  expect(await maintain()).toBe(false);
  await other.query('select pg_advisory_unlock(731004, 0)');
  other.release();
  expect(await maintain()).toBe(true);
});

it('goes on after values whose sum is beyond float64', async () => {
  await append([sample(1.7e308, now - 5_000), sample(1.7e308, now - 4_000)]);
  now += 5 * minute;
  await maintain();
  expect((await select(now - hour, now, minute, 'avg')).series[0]?.values).toEqual([Number.MAX_VALUE]);
  expect((await select(now - hour, now, minute, 'max')).series[0]?.values).toEqual([1.7e308]);
});

async function partitionNames(): Promise<string[]> {
  const owner = await test.database.owner.connect();
  const names = (await listPartitions(owner, '1s')).map(({ name }) => name);
  owner.release();
  return names;
}

function naive(series: Map<number, number>, plan: { fromMs: number; toMs: number; stepMs: number }, aggregation: Aggregation): Map<number, number> {
  const steps = new Map<number, number[]>();
  for (const [at, value] of [...series].sort((a, b) => a[0] - b[0])) {
    if (at < plan.fromMs || at >= plan.toMs) continue;
    const step = Math.floor(at / plan.stepMs) * plan.stepMs;
    steps.set(step, [...(steps.get(step) ?? []), value]);
  }
  return new Map([...steps].map(([step, values]) => [step, reduce(values, aggregation)]));
}

function reduce(values: number[], aggregation: Aggregation): number {
  switch (aggregation) {
    case 'avg': return sum(values) / values.length;
    case 'sum': return sum(values);
    case 'min': return Math.min(...values);
    case 'max': return Math.max(...values);
    case 'count': return values.length;
    case 'last': return values.at(-1) ?? NaN;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
