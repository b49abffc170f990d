import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError, messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';
import { advisoryLocks } from '../advisory-locks';
import { writeError, writeFailureOf } from '../write-failure';

type Side = 'a' | 'b';

interface JournalOptions {
  connection: pg.ClientConfig;
  log: Log;
  lockWaitMs?: number;
  /** How long a write is tried again after a lost connection, milliseconds. */
  retryMs?: number;
}

const defaultLockWaitMs = 20_000;
const writeTimeoutMs = 15_000;

/**
 * The journal of the engine: one row a group commit, durable when `append` resolves. It holds the lock that makes this process the only
 * engine of the database: two would each miss what the other has in memory.
 */
export class Journal {
  private client: pg.Client | null = null;
  private side: Side = 'a';

  private constructor(private readonly options: JournalOptions) {}

  /** Connects and waits (20 s unless said otherwise) for the engine that is stopping; throws AppError `unavailable` when it does not. */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    await journal.connect(options.lockWaitMs ?? defaultLockWaitMs);
    return journal;
  }

  use(side: Side): void {
    this.side = side;
  }

  /** Writes an entry. Safe to repeat: a sequence number that is there already is the same entry. */
  async append(seq: number, data: Uint8Array): Promise<void> {
    const giveUpAt = performance.now() + (this.options.retryMs ?? 10_000);
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      try {
        const client = this.client ?? (await this.connect(1_000));
        await client.query(`insert into metrics.journal_${this.side} (seq, data) values ($1, $2) on conflict do nothing`, [seq, data]);
        return;
      } catch (error) {
        this.drop();
        if (writeFailureOf(error) !== 'transient' || performance.now() + delayMs > giveUpAt) throw writeError(error);
        this.options.log.warn({ reason: messageOf(error) }, 'writing samples again after a lost connection');
        await sleep(delayMs);
      }
    }
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(waitMs: number): Promise<pg.Client> {
    const client = new pg.Client({ ...this.options.connection, connectionTimeoutMillis: 5_000, application_name: 'nines metrics' });
    client.on('error', () => {
      if (this.client === client) this.drop();
    });
    await client.connect();
    try {
      await this.lock(client, waitMs);
      await client.query(`set statement_timeout = ${writeTimeoutMs}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    return client;
  }

  private async lock(client: pg.Client, waitMs: number): Promise<void> {
    const giveUpAt = performance.now() + waitMs;
    for (;;) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, 0) as held', [advisoryLocks.engine]);
      if (rows[0]?.held) return;
      if (performance.now() > giveUpAt) {
        throw new AppError(
          'unavailable',
          'Another Nines stores metrics in this database. Stop it first, or set METRICS_URL so that all nodes share a Prometheus-compatible store.',
        );
      }
      await sleep(200);
    }
  }

  private drop(): void {
    const { client } = this;
    this.client = null;
    client?.end().catch(() => undefined);
  }
}

/** Every entry after a sequence number, in order; a few at a time, so that memory stays bounded. */
export async function* readJournal(pool: pg.Pool, afterSeq: number): AsyncGenerator<{ seq: number; data: Buffer }> {
  const batch = 16;
  let last = afterSeq;
  for (;;) {
    const { rows } = await pool.query<{ seq: string; data: Buffer }>(
      `select seq, data from metrics.journal_a where seq > $1 union all select seq, data from metrics.journal_b where seq > $1 order by seq limit ${batch}`,
      [last],
    );
    for (const row of rows) {
      last = Number(row.seq);
      yield { seq: last, data: row.data };
    }
    if (rows.length < batch) return;
  }
}
