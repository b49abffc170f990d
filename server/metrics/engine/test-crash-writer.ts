import type pg from 'pg';
import { labelSetFrom } from '@/lib/metrics/labels';
import { bitsOf } from '@/lib/metrics/stale';
import type { TenantRef } from '@/lib/tenants';
import { openDatabase } from '@/server/database/database';
import { createLog } from '@/server/log';
import { MetricEngine } from './metric-engine';

/** What a writer that is going to be killed needs to know. */
export interface CrashWriterOptions {
  connection: pg.ClientConfig;
  tenant: TenantRef;
  /** The first sample of each writer. */
  starts: readonly number[];
}

export const crashStartMs = Date.UTC(2026, 0, 1);
const stepMs = 60_000;
const seriesPerWriter = 5;
const samplesAtOnce = 10;
const lateBy = 50;
const yearMs = 365 * 86_400_000;

export function crashTimeOf(sample: number): number {
  return crashStartMs + sample * stepMs;
}

/** A counter for even series, noise for odd ones. */
export function crashValueOf(series: number, sample: number): number {
  return series % 2 === 0 ? sample : Math.sin(sample * 7 + series);
}

/** The late sample that goes with every tenth one: half a step after the sample `lateBy` steps before it, half of them sealed by then. */
export function crashLateOf(sample: number): number {
  return sample - lateBy + 0.5;
}

/**
 * Appends numbered samples from several writers as fast as the engine takes them, and prints `ack WRITER LAST` when they are durable. Its clock
 * is the samples' own, a minute each, so that spans are sealed, days rolled up and snapshots written all the time. Runs until it is killed.
 */
export async function writeUntilKilled({ connection, tenant, starts }: CrashWriterOptions): Promise<void> {
  const database = openDatabase(connection, { poolSize: 5, onError: () => undefined });
  let youngest = Math.max(...starts);
  const engine = await MetricEngine.open({
    pool: database.pool,
    owner: database.owner,
    connection,
    log: createLog('silent'),
    lockWaitMs: 10_000,
    clock: () => crashTimeOf(youngest),
    settings: { journalSamples: 3_000, retention: { raw: yearMs, '5m': yearMs, '1h': yearMs } },
  });
  const maintain = async () => {
    for (;;) await engine.maintain();
  };
  const write = async (writer: number) => {
    for (let next = starts[writer] ?? 0; ; next += samplesAtOnce) {
      const last = next + samplesAtOnce - 1;
      youngest = Math.max(youngest, last);
      const batch = engine.batch(tenant);
      for (let series = 0; series < seriesPerWriter; series += 1) {
        batch.series(labelSetFrom('crash', { writer: String(writer), series: String(series) }));
        for (let sample = next; sample <= last; sample += 1) add(batch, series, sample);
        if (crashLateOf(last) > 0) add(batch, series, crashLateOf(last));
      }
      const { refused } = await engine.append(tenant, batch);
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
      process.stdout.write(`ack ${writer} ${last}\n`);
    }
  };
  await Promise.all([maintain(), ...starts.map((_, writer) => write(writer))]);
}

function add(batch: { sample(timeMs: number, low: number, high: number): void }, series: number, sample: number): void {
  const bits = bitsOf(Float64Array.of(crashValueOf(series, sample)));
  batch.sample(crashTimeOf(sample), bits[0] ?? 0, bits[1] ?? 0);
}
