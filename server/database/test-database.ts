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
      await runOnServer(server, `drop database ${name} with (force)`);
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
      await runOnServer(server, `drop database ${name} with (force)`);
    },
  };
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
