import pg from 'pg';
import type { TestDatabase } from '@/server/database/test-database';

/** A lock that a test holds so that statements of the engine wait in the midst of their work. */
export interface HeldLock {
  /** Resolves when so many connections wait for a lock of the database. */
  waitedFor(connections?: number): Promise<void>;
  /** Ends the connections that wait, as a failing database would. */
  endWaiting(): Promise<void>;
  release(): Promise<void>;
}

const waiting = `select pid from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`;

/** Resolves when so many connections wait for a lock, whoever holds it. */
export async function lockWaitedFor({ database }: Pick<TestDatabase, 'database'>, connections = 1): Promise<void> {
  for (;;) {
    const { rows } = await database.owner.query(waiting);
    if (rows.length >= connections) return;
  }
}

/** Takes a lock: what stands behind `lock table`, as `metrics.series in exclusive mode`. */
export async function holdLock(test: Pick<TestDatabase, 'connection' | 'database'>, what: string): Promise<HeldLock> {
  const client = new pg.Client(test.connection);
  await client.connect();
  await client.query('begin');
  await client.query(`lock table ${what}`);
  return {
    waitedFor: (connections) => lockWaitedFor(test, connections),
    endWaiting: async () => {
      await test.database.owner.query(`select pg_terminate_backend(pid) from (${waiting}) as waiting`);
    },
    release: async () => {
      await client.query('rollback');
      await client.end();
    },
  };
}
