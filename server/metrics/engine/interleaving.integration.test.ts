import { afterEach, beforeEach, expect, it } from 'vitest';
import { mulberry32 } from '@/lib/ingest/test-random';
import { isAppError } from '@/lib/errors';
import { labelSetFrom } from '@/lib/metrics/labels';
import { bitsOf } from '@/lib/metrics/stale';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { MetricEngine } from './metric-engine';
import { matrixOf, openTestEngine } from './test-engine';

const stepMs = 20_000;
const startMs = Date.UTC(2026, 0, 15);
const seriesCount = 12;

let test: TestDatabase;
let engine: MetricEngine;
let random: () => number;
/** Times of each series that were sent, and those that were acknowledged. */
let sent: Set<number>[];
let durable: Set<number>[];
let youngest: number;

beforeEach(async () => {
  test = await createTestDatabase();
  sent = Array.from({ length: seriesCount }, () => new Set());
  durable = Array.from({ length: seriesCount }, () => new Set());
  youngest = startMs;
  engine = await open();
});
afterEach(async () => {
  await engine.close().catch(() => undefined);
  await test.drop();
});

/** A small cache and frequent snapshots: every path is taken in a short time. */
function open(): Promise<MetricEngine> {
  return openTestEngine(test, () => youngest, { cacheBytes: 30_000, journalSamples: 400, unsealedBytes: 20_000 });
}

function valueOf(series: number, timeMs: number): number {
  return Math.round(Math.sin(series + timeMs / 1e6) * 1e4) / 1e3;
}

/** Some samples of some series: in order, late, and again. */
async function appendSome(): Promise<void> {
  const { alpha } = test.tenants;
  const batch = engine.batch(alpha);
  const picked: [number, number][] = [];
  const from = youngest + stepMs;
  const length = 1 + Math.floor(random() * 60);
  youngest += length * stepMs;
  for (let series = 0; series < seriesCount; series += 1) {
    if (random() < 0.3) continue;
    batch.series(labelSetFrom('m', { s: String(series) }));
    const times = Array.from({ length }, (_, index) => from + index * stepMs).filter(() => random() < 0.95);
    const late = Array.from({ length: Math.floor(random() * 8) }, () => Math.max(startMs, from - Math.floor(random() * 2_000) * 1_000));
    const again = [...(durable[series] ?? [])].slice(-200).filter(() => random() < 0.05);
    for (const timeMs of [...times, ...late, ...again]) {
      const bits = bitsOf(Float64Array.of(valueOf(series, timeMs)));
      batch.sample(timeMs, bits[0] ?? 0, bits[1] ?? 0);
      sent[series]?.add(timeMs);
      picked.push([series, timeMs]);
    }
  }
  const refusedBefore = youngest;
  const receipt = await engine.append(alpha, batch).catch(unavailable);
  if (!receipt) return;
  // The oldest late samples may be out of the window of a series that went on; then it is not known which.
  const isWhole = receipt.refused.length === 0;
  for (const [series, timeMs] of picked) if (isWhole || timeMs >= from) durable[series]?.add(timeMs);
  expect(receipt.refused.every(({ reason }) => reason === 'out_of_order'), String(refusedBefore)).toBe(true);
}

/** What was acknowledged before the question is in the answer once, with its value; anything else in it was sent. */
async function readAll(): Promise<void> {
  const before = durable.map((times) => new Set(times));
  const windowMs = Math.ceil((youngest - startMs + 1) * (random() < 0.5 ? 1 : random())) + 1;
  const at = youngest;
  const answer = await engine.query(test.tenants.alpha, { expr: `m[${windowMs}ms]`, timeMs: at }).catch(unavailable);
  if (!answer) return;
  const found = matrixOf(answer);
  for (let series = 0; series < seriesCount; series += 1) {
    const points = found[`__name__ m s ${series}`] ?? [];
    const seen = new Set(points.map(([timeMs]) => timeMs));
    expect(seen.size).toBe(points.length);
    for (const [timeMs, value] of points) {
      if (!sent[series]?.has(timeMs) || value !== valueOf(series, timeMs)) expect.fail(`series ${series} has ${value} at ${timeMs}`);
    }
    for (const timeMs of before[series] ?? []) {
      if (timeMs > at - windowMs && timeMs <= at && !seen.has(timeMs)) expect.fail(`series ${series} misses ${timeMs}, ${(at - timeMs) / 1_000} s ago`);
    }
  }
}

/** The product's own words for a database that is away; anything else fails the test. */
function unavailable(error: unknown): null {
  if (isAppError(error) && error.code === 'unavailable') return null;
  throw error;
}

async function endConnections(): Promise<void> {
  await test.database.owner
    .query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name like 'nines%' and random() < $1`,
      [random()],
    )
    .catch(() => undefined);
}

async function interleave(rounds: number, disturb: () => Promise<void>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const begin = (work: Promise<void>) => {
    const settled = work.finally(() => underWay.delete(settled));
    settled.catch(() => undefined);
    underWay.add(settled);
    return settled;
  };
  for (let round = 0; round < rounds; round += 1) {
    const dice = random();
    if (dice < 0.45) await begin(appendSome());
    else if (dice < 0.75) void begin(readAll());
    else if (dice < 0.85) void begin(engine.sealAll());
    else if (dice < 0.9) void begin(engine.maintain());
    else if (dice < 0.93) {
      await Promise.all(underWay);
      await engine.close();
      engine = await open();
    } else void begin(disturb());
    if (underWay.size > 8) await Promise.all(underWay);
  }
  await Promise.all(underWay);
  await engine.sealAll();
  await readAll();
  await engine.close();
  engine = await open();
  await readAll();
}

it.each([1, 2, 3])('never misses or doubles a sample while others append, seal, merge late ones, roll up and restart (seed %d)', async (seed) => {
  random = mulberry32(seed);
  await interleave(250, () => Promise.resolve());
}, 120_000);

it.each([11, 12])('keeps what it acknowledged, and goes on by itself, while connections end all the time (seed %d)', async (seed) => {
  random = mulberry32(seed);
  await interleave(250, endConnections);
  expect(durable.reduce((sum, times) => sum + times.size, 0)).toBeGreaterThan(5_000);
}, 120_000);
