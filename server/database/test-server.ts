import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '@/server/postgres/embedded';
import { connectSuperuser } from '@/server/postgres/roles';
import { migrate } from './migrate';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string; database: string };
    /** The database that every test database is copied from: all migrations once a run. */
    template: string;
  }
}

const template = 'migrated';

/** One embedded PostgreSQL for the whole run; each test file makes a database of its own in it. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'nines-test-'));
  const password = 'only-for-tests';
  const postgres = await startPostgres({
    dataDir,
    password,
    log: () => undefined,
    onExit: (reason) => console.error(`The test database ended: ${reason}`),
  });
  const superuser = await connectSuperuser(postgres.connection.host, password);
  await superuser?.query('alter role nines createdb');
  await superuser?.query(`create database ${template} owner nines`);
  await superuser?.end();
  await migrate({ ...postgres.connection, database: template }, path.resolve(import.meta.dirname, '../../prisma'));
  project.provide('postgres', postgres.connection);
  project.provide('template', template);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
