import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Caller } from '@/lib/context';
import { openDatabase, type Database } from './database';

export const prismaDir = path.resolve(import.meta.dirname, '../../prisma');

export interface TestDatabase {
  database: Database;
  connection: pg.ClientConfig;
  tenants: { alpha: Caller['tenant']; beta: Caller['tenant'] };
  drop(): Promise<void>;
}

/** A fresh, migrated database with two tenants on the run's PostgreSQL. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database ${name} template ${inject('template')}`);
  const connection = { ...server, database: name };
  const database = openDatabase(connection, { poolSize: 5, onError: () => undefined });
  const [alpha, beta] = await database.transaction({ kind: 'auth' }, async (tx) => [
    await tx.tenant.create({ data: { slug: 'alpha', name: 'Alpha' } }),
    await tx.tenant.create({ data: { slug: 'beta', name: 'Beta' } }),
  ]);
  if (!alpha || !beta) throw new Error('The test tenants were not made.');
  return {
    database,
    connection,
    tenants: { alpha, beta },
    drop: async () => {
      await database.close();
      await dropDatabase(server, name);
    },
  };
}

/** A database without a table. */
export async function createEmptyDatabase(): Promise<{ client: pg.Client; connection: pg.ClientConfig; drop(): Promise<void> }> {
  const server = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database ${name}`);
  const connection = { ...server, database: name };
  const client = new pg.Client(connection);
  await client.connect();
  return {
    client,
    connection,
    drop: async () => {
      await client.end();
      await dropDatabase(server, name);
    },
  };
}

/**
 * Ends what is still connected and drops the database. Not `with (force)`: that one also wants to end an autovacuum worker that
 * happens to be in it, which is a superuser's process, and is refused. A plain drop asks such a worker to leave, and waits for it.
 */
async function dropDatabase(server: pg.ClientConfig, name: string): Promise<void> {
  await runOnServer(server, `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${name}' and backend_type = 'client backend'`);
  await runOnServer(server, `drop database ${name}`);
}

async function runOnServer(server: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
