import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError, messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';
import { advisoryLocks } from '../advisory-locks';
import { bytesArray } from '../binary-arrays';
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
const lockTimeoutMs = 10_000;
/** Longer than the server's own limit: for a server that does not answer at all. */
const answerTimeoutMs = 20_000;
const goodbyeMs = 5_000;

/** A connection that has the lock, and nobody else wrote before it had. */
interface Held {
  client: pg.Client;
  backendPid: number;
}

/**
 * The journal of the engine: one row a group commit, durable when `append` resolves. It holds the lock that makes this process the only
 * engine of the database: two would each miss what the other has in memory.
 */
export class Journal {
  private held: Held | null = null;
  private side: Side = 'a';
  private isClosed = false;
  /** Another engine stored something: what this one has in memory is not all there is. */
  isLost = false;
  /** Of the last entry that resolved, or was there when the store was opened. */
  private lastSeq = 0;
  /** The next entry, while it is being written. */
  private writing: Uint8Array | null = null;
  /** The SHA-256 of one that was given up, and may be stored all the same. */
  private unheard: Buffer | null = null;
  private reconnecting: Promise<Held> | null = null;

  private constructor(private readonly options: JournalOptions) {}

  /** Connects and waits (20 s unless said otherwise) for the engine that is stopping; throws AppError `unavailable` when it does not. */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    journal.held = await journal.connect(options.lockWaitMs ?? defaultLockWaitMs);
    return journal;
  }

  /** Goes on with one of the two tables; `lastSeq` where entries were found. */
  use(side: Side, lastSeq = this.lastSeq): void {
    this.side = side;
    this.lastSeq = lastSeq;
  }

  /**
   * Writes an entry; `seq` is one more than that of the last entry that resolved. Safe to repeat: a sequence number that is there already is
   * the same entry. Throws AppError `unavailable`; then the entry is not acknowledged and the next one may take its number.
   */
  async append(seq: number, data: Uint8Array): Promise<void> {
    const giveUpAt = performance.now() + (this.options.retryMs ?? 10_000);
    this.writing = data;
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      if (this.isClosed) throw this.isLost ? lost() : closed();
      try {
        const { client } = this.held ?? (await this.reconnected());
        await client.query(`insert into metrics.journal_${this.side} (seq, data) values ($1, $2) on conflict do nothing`, [seq, data]);
        this.lastSeq = seq;
        this.writing = null;
        return;
      } catch (error) {
        this.drop();
        if (writeFailureOf(error) !== 'transient' || performance.now() + delayMs > giveUpAt) {
          this.unheard ??= digestOf(data);
          this.writing = null;
          throw writeError(error);
        }
        this.options.log.warn({ reason: messageOf(error) }, 'writing samples again after a lost connection');
        await sleep(delayMs);
      }
    }
  }

  async close(): Promise<void> {
    const { held } = this;
    this.isClosed = true;
    this.held = null;
    if (held) await leave(held.client);
  }

  /**
   * To be called at the start of a transaction that changes what only the engine may change: throws AppError `unavailable` when this process is
   * not the engine any more, and keeps the next engine out until the transaction ends.
   */
  async hold(client: pg.ClientBase): Promise<void> {
    if (!this.held) await this.reconnected();
    await client.query('select pg_advisory_xact_lock_shared($1, 1)', [advisoryLocks.engine]);
    const { rows } = await client.query<{ held: boolean }>(
      `select exists (
         select from pg_locks where locktype = 'advisory' and classid = $1 and objid = 0 and granted and pid = $2
         and database = (select oid from pg_database where datname = current_database())
       ) as held`,
      [advisoryLocks.engine, this.held?.backendPid ?? 0],
    );
    if (!rows[0]?.held) throw new AppError('unavailable', 'The connection that holds the store of metrics is lost.');
  }

  private reconnected(): Promise<Held> {
    return (this.reconnecting ??= this.reconnect().finally(() => (this.reconnecting = null)));
  }

  /** Nothing is written by the new connection before it is proven: what this process stored meanwhile would look like the work of another. */
  private async reconnect(): Promise<Held> {
    if (this.isClosed) throw this.isLost ? lost() : closed();
    const held = await this.connect(1_000);
    try {
      await this.prove(held.client);
      if (this.isClosed) throw closed();
    } catch (error) {
      await leave(held.client);
      throw error;
    }
    return (this.held = held);
  }

  /** Removes an entry that got no answer, and throws when anybody wrote while the lock was free. The connection of such an entry has ended by then. */
  private async prove(client: pg.Client): Promise<void> {
    const own = [this.unheard, this.writing && digestOf(this.writing)].filter((digest) => digest !== null);
    for (const side of ['a', 'b']) {
      await client.query(`delete from metrics.journal_${side} where seq = $1 and sha256(data) = any ($2::bytea[])`, [this.lastSeq + 1, bytesArray(own)]);
    }
    this.unheard = null;
    const { rows } = await client.query<{ foreign: boolean }>(
      `select exists (select from metrics.journal_a where seq > $1) or exists (select from metrics.journal_b where seq > $1)
         or exists (select from metrics.checkpoint where seq > $1) as foreign`,
      [this.lastSeq],
    );
    if (!rows[0]?.foreign) return;
    this.isLost = true;
    await this.close();
    throw lost();
  }

  private async connect(waitMs: number): Promise<Held> {
    const client = new pg.Client({ ...this.options.connection, connectionTimeoutMillis: 5_000, query_timeout: answerTimeoutMs, application_name: 'nines metrics' });
    client.on('error', () => {
      if (this.held?.client === client) this.drop();
    });
    await client.connect();
    try {
      const backendPid = await this.lock(client, waitMs);
      await client.query(`set statement_timeout = ${writeTimeoutMs}`);
      return { client, backendPid };
    } catch (error) {
      await leave(client);
      throw error;
    }
  }

  /** Answers the process of the connection in the database. */
  private async lock(client: pg.Client, waitMs: number): Promise<number> {
    const giveUpAt = performance.now() + waitMs;
    for (;;) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, 0) as held', [advisoryLocks.engine]);
      if (rows[0]?.held) {
        await client.query(`set lock_timeout = ${lockTimeoutMs}`);
        // Waits for what the engine before this one has under way.
        const { rows: own } = await client.query<{ pid: number }>('select pg_backend_pid() as pid, pg_advisory_lock($1, 1), pg_advisory_unlock($1, 1)', [advisoryLocks.engine]);
        return own[0]?.pid ?? 0;
      }
      if (performance.now() > giveUpAt) {
        throw new AppError(
          'unavailable',
          'Another Nines stores metrics in this database. Stop it first, or set METRICS_URL so that all nodes share a Prometheus-compatible store.',
        );
      }
      await sleep(50);
    }
  }

  private drop(): void {
    const { held } = this;
    this.held = null;
    if (held) void leave(held.client);
  }
}

/** A server that does not answer must not hold up who leaves it. */
async function leave(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => undefined), sleep(goodbyeMs, undefined, { ref: false })]);
}

function closed(): AppError {
  return new AppError('unavailable', 'The store of metrics is closed.');
}

export function lost(): AppError {
  return new AppError('unavailable', 'Another Nines stored metrics in this database while this one had lost its connection. Stop one of them and restart the other.');
}

function digestOf(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
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
