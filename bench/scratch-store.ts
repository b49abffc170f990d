import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import type { TenantRef } from '@/lib/tenants';
import { openDatabase } from '@/server/database/database';
import { migrate } from '@/server/database/migrate';
import { maintainMetrics } from '@/server/metrics/maintenance';
import { createPostgresMetricStore, type PostgresMetricStore } from '@/server/metrics/postgres-metric-store';
import { startPostgres } from '@/server/postgres/embedded';

interface Scratch {
  store: PostgresMetricStore;
  tenant: TenantRef;
  /** One round of roll-up and retention. */
  maintain(): Promise<unknown>;
}

/** Runs against a store on an embedded PostgreSQL of its own, with the settings that the product has, removed afterwards. */
export async function withScratchStore<T>(run: (scratch: Scratch) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'nines-bench-'));
  const log = pino({ level: 'warn' });
  const postgres = await startPostgres({ dataDir, password: 'only-for-benchmarks', log: () => undefined, onExit: (reason) => log.error(reason) });
  try {
    await migrate(postgres.connection, path.resolve(import.meta.dirname, '../prisma'));
    const database = openDatabase(postgres.connection, { poolSize: 5, onError: (error) => log.error(error) });
    const tenant = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.create({ data: { slug: 'bench', name: 'Bench' } }));
    const store = createPostgresMetricStore({ database, log });
    const maintain = () => maintainMetrics(database.owner, { nowMs: Date.now(), isRetentionDue: true, log });
    const result = await run({ store, tenant, maintain });
    await database.close();
    return result;
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
