import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import type { TenantRef } from '@/lib/tenants';
import { openDatabase, type Database } from '@/server/database/database';
import { migrate } from '@/server/database/migrate';
import type { EngineSettings } from '@/server/metrics/engine/engine-settings';
import { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { startPostgres } from '@/server/postgres/embedded';

interface Scratch {
  engine: MetricEngine;
  tenant: TenantRef;
  database: Database;
}

/** Runs against an engine on an embedded PostgreSQL of its own, with the settings that the product has, removed afterwards. */
export async function withScratchEngine<T>(run: (scratch: Scratch) => Promise<T>, settings: Partial<EngineSettings> = {}): Promise<T> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'nines-bench-'));
  const log = pino({ level: 'warn' });
  const postgres = await startPostgres({ dataDir, password: 'only-for-benchmarks', log: () => undefined, onExit: (reason) => log.error(reason) });
  try {
    const { connection } = postgres;
    await migrate(connection, path.resolve(import.meta.dirname, '../prisma'));
    const database = openDatabase(connection, { poolSize: 5, onError: (error) => log.error(error) });
    const tenant = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.create({ data: { slug: 'bench', name: 'Bench' } }));
    const engine = await MetricEngine.open({ pool: database.pool, owner: database.owner, connection, log, settings });
    const result = await run({ engine, tenant, database });
    await engine.close();
    await database.close();
    return result;
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
