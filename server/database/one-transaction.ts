import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { AppError } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from './database';
import { PrismaClient } from './generated/client';

interface Options {
  /** After so long everything is rolled back. */
  timeoutMs: number;
}

/**
 * One transaction of a tenant as a `Database` of its own: verbs that open transactions of theirs work inside it, and what they write holds when `run` resolves, all of it or nothing. Each
 * of their transactions is a savepoint: one that rejects leaves nothing behind, and the verb's caller may go on. They must follow one another. Throws AppError `unavailable` after the timeout.
 */
export async function inOneTransaction<T>(database: Database, tenant: TenantRef, { timeoutMs }: Options, run: (database: Database) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  const bound = new BoundPool(client);
  const prisma = new PrismaClient({ adapter: new PrismaPg(bound) });
  let broken: Error | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    await client.query('begin');
    await enter(client, tenant);
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        bound.close();
        const error = new AppError('unavailable', `The change took longer than ${timeoutMs / 1_000} s and was taken back. Try it again, or in smaller parts.`);
        // What still runs has the connection in its hands: nobody else may get it.
        broken = error;
        reject(error);
      }, timeoutMs);
    });
    const result = await Promise.race([run(nested(database, tenant, { client, bound, prisma })), late]);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    clearTimeout(timer);
    bound.close();
    await prisma.$disconnect().catch(() => undefined);
    client.release(broken);
  }
}

function enter(client: pg.PoolClient, tenant: TenantRef) {
  return client.query(`select set_config('nines.tenant_id', $1, true), set_config('nines.tenant_number', $2, true), set_config('nines.scope', '', true)`, [tenant.id, String(tenant.number)]);
}

function nested(database: Database, own: TenantRef, { client, bound, prisma }: { client: pg.PoolClient; bound: BoundPool; prisma: PrismaClient }): Database {
  let depth = 0;
  return {
    pool: database.pool,
    owner: database.owner,
    prisma,
    async transaction(scope, run) {
      if (scope.kind === 'tenant' && scope.tenant.id !== own.id) throw new AppError('internal', 'A transaction of one tenant was asked to work for another.');
      bound.assertOpen();
      depth += 1;
      const savepoint = `nested_${depth}`;
      await client.query(`savepoint ${savepoint}`);
      try {
        if (scope.kind === 'auth') await client.query(`select set_config('nines.scope', 'auth', true)`);
        const result = await run(prisma);
        if (scope.kind === 'auth') await client.query(`select set_config('nines.scope', '', true)`);
        await client.query(`release savepoint ${savepoint}`);
        return result;
      } catch (error) {
        // The settings of the transaction go back with it.
        await client.query(`rollback to savepoint ${savepoint}`);
        throw error;
      } finally {
        depth -= 1;
      }
    },
    async withTenant(tenant, run) {
      if (tenant.id !== own.id) throw new AppError('internal', 'A transaction of one tenant was asked to work for another.');
      bound.assertOpen();
      return run(client);
    },
    close: () => Promise.resolve(),
  };
}

/** A pool whose only connection is one that is in a transaction already. What Prisma does in a transaction of its own is part of it. */
class BoundPool extends pg.Pool {
  private isClosed = false;

  constructor(private readonly only: pg.PoolClient) {
    super({ max: 1 });
  }

  close(): void {
    this.isClosed = true;
  }

  assertOpen(): void {
    if (this.isClosed) throw new AppError('unavailable', 'The transaction is over.');
  }

  override query = ((...args: Parameters<pg.PoolClient['query']>) => {
    if (this.isClosed) return Promise.reject(new AppError('unavailable', 'The transaction is over.'));
    return (this.only.query as (...all: unknown[]) => unknown)(...args);
  }) as pg.Pool['query'];

  override connect = (() => Promise.resolve(this.inner())) as pg.Pool['connect'];

  private inner(): pg.PoolClient {
    const savepoint = `prisma_${Math.trunc(performance.now() * 1_000)}`;
    const steps: Record<string, string> = { BEGIN: `savepoint ${savepoint}`, COMMIT: `release savepoint ${savepoint}`, ROLLBACK: `rollback to savepoint ${savepoint}` };
    const query = (asked: unknown, ...rest: unknown[]) => {
      const text = typeof asked === 'object' && asked !== null && 'text' in asked ? String(asked.text) : '';
      const step = steps[text];
      return (this.query as (...all: unknown[]) => unknown)(step === undefined ? asked : { ...(asked as object), text: step }, ...rest);
    };
    return { query, release: () => undefined, on: () => undefined, removeListener: () => undefined } as unknown as pg.PoolClient;
  }
}
