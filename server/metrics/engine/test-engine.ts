import type pg from 'pg';
import { labelSetFrom } from '@/lib/metrics/labels';
import type { AppendReceipt, MetricStore, QueryAnswer } from '@/lib/metrics/metric-store';
import type { Labels } from '@/lib/metrics/sample';
import { bitsOf } from '@/lib/metrics/stale';
import type { TenantRef } from '@/lib/tenants';
import type { TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import type { EngineSettings } from './engine-settings';
import { MetricEngine } from './metric-engine';

/** Where the engines of a test's database connect to. */
const connections = new WeakMap<TestDatabase['database'], pg.ClientConfig[]>();

/** An engine on a test's database; waits for one that is just ending. */
export function openTestEngine(test: Pick<TestDatabase, 'database' | 'connection'>, clock?: () => number, settings: Partial<EngineSettings> = {}, lockWaitMs = 5_000): Promise<MetricEngine> {
  const { pool, owner } = test.database;
  const connection = { ...test.connection };
  connections.set(test.database, [...(connections.get(test.database) ?? []), connection]);
  return MetricEngine.open({ pool, owner, connection, log: createLog('silent'), lockWaitMs, settings, ...(clock ? { clock } : {}) });
}

/**
 * Ends the hold of the engines so far on the database as a crash of their process would: nothing is flushed, and they do not take it again, unless
 * what this answers is called.
 */
export async function crash(test: Pick<TestDatabase, 'database'>): Promise<() => void> {
  const cut = (connections.get(test.database) ?? []).map((connection) => ({ connection, host: connection.host ?? '' }));
  for (const { connection } of cut) connection.host = '/nowhere';
  await test.database.owner.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`);
  return () => {
    for (const { connection, host } of cut) connection.host = host;
  };
}

/** Appends samples of one series as pairs of time and value. */
export async function append(store: MetricStore, tenant: TenantRef, name: string, labels: Labels, samples: readonly (readonly [number, number])[]): Promise<AppendReceipt> {
  const batch = store.batch(tenant);
  batch.series(labelSetFrom(name, labels));
  const value = new Float64Array(1);
  const bits = bitsOf(value);
  for (const [timeMs, each] of samples) {
    value[0] = each;
    batch.sample(timeMs, bits[0] ?? 0, bits[1] ?? 0);
  }
  return store.append(tenant, batch);
}

/** The points of a range selector, by series. */
export async function samplesOf(store: MetricStore, tenant: TenantRef, expr: string, timeMs: number): Promise<Record<string, [number, number][]>> {
  return matrixOf(await store.query(tenant, { expr, timeMs }));
}

export function matrixOf(answer: QueryAnswer): Record<string, [number, number][]> {
  if (answer.result.type !== 'matrix') throw new Error(`The answer is a ${answer.result.type}.`);
  return Object.fromEntries(
    answer.result.series.map(({ labels, times, values }) => [labels.join(' '), Array.from(times, (time, index): [number, number] => [time, values[index] ?? NaN])]),
  );
}
