import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { TenantRef } from '@/lib/tenants';
import { PrismaClient, type Prisma } from './generated/client';

/** Who a transaction works for: one tenant, or the sign-in that does not know the tenant yet. */
type Scope = { kind: 'tenant'; tenant: TenantRef } | { kind: 'auth' };

export type Transaction = Prisma.TransactionClient;

export interface Database {
  /** Connections as role `nines_app`, bound by row-level security. */
  pool: pg.Pool;
  /** Few connections as the schema's owner (not the program's role): partitions, migrations, LISTEN. */
  owner: pg.Pool;
  prisma: PrismaClient;
  /** One transaction of Prisma in a scope. */
  transaction<T>(scope: Scope, run: (tx: Transaction) => Promise<T>): Promise<T>;
  /** One transaction of plain SQL in a tenant's scope. */
  withTenant<T>(tenant: TenantRef, run: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const connectTimeoutMs = 5_000;

/** Opens the pools. Nothing connects before the first query. */
export function openDatabase(connection: pg.ClientConfig, options: { poolSize: number; onError: (error: Error) => void }): Database {
  // A network that is gone without a word ends the connection too, and with it every wait for an answer.
  const shared = { ...connection, connectionTimeoutMillis: connectTimeoutMs, application_name: 'nines', keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
  // By statement and not by startup options: those a URL or a pooler may replace without a word, and row-level security with them.
  const enterRole = (client: pg.ClientBase) => client.query("set role nines_app; set statement_timeout = '30s'");
  // The pool waits for what this returns, though its type does not say so.
  const pool = new pg.Pool({ ...shared, max: options.poolSize, onConnect: enterRole as (client: pg.ClientBase) => void });
  const boundLocks = (client: pg.ClientBase) => client.query("set lock_timeout = '10s'");
  const owner = new pg.Pool({ ...shared, max: 3, onConnect: boundLocks as (client: pg.ClientBase) => void });
  let isClosing = false;
  const onError = (error: Error) => {
    if (!isClosing) options.onError(error);
  };
  for (const each of [pool, owner]) {
    each.on('error', onError);
    // The pool listens only while a client is idle; one that is lost in use would otherwise end the process.
    each.on('connect', (client) => client.on('error', onError));
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    owner,
    prisma,
    transaction: (scope, run) =>
      prisma.$transaction(
        async (tx) => {
          await enterPrisma(tx, scope);
          return run(tx);
        },
        { maxWait: connectTimeoutMs, timeout: 15_000 },
      ),
    withTenant: async (tenant, run) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        await client.query("select set_config('nines.tenant_id', $1, true), set_config('nines.tenant_number', $2, true)", [
          tenant.id,
          String(tenant.number),
        ]);
        const result = await run(client);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: async () => {
      isClosing = true;
      await prisma.$disconnect();
      await Promise.allSettled([pool.end(), owner.end()]);
    },
  };
}

async function enterPrisma(tx: Transaction, scope: Scope): Promise<void> {
  if (scope.kind === 'auth') {
    await tx.$executeRaw`select set_config('nines.scope', 'auth', true)`;
    return;
  }
  await tx.$executeRaw`select set_config('nines.tenant_id', ${scope.tenant.id}, true), set_config('nines.tenant_number', ${String(scope.tenant.number)}, true)`;
}
