import pg from 'pg';
import type { Log } from '@/server/log';
import { advisoryLocks } from '@/server/metrics/advisory-locks';

const askEveryMs = 5_000;
/** The database tells of every change at once; this bounds what a lost notification could cost. */
const readEveryAsks = 6;

export interface JobsListener {
  /** Resolves when it is known for the first time whether this process is the one that scrapes. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

export interface JobsListenerOptions {
  onChange: () => void;
  /** Whether this process is the one that scrapes. While the database is away nothing changes. */
  onTurn: (isScraping: boolean) => void;
  log: Log;
}

/**
 * Listens to changes of scrape jobs, and settles which of several processes on one database scrapes: the one whose session holds the
 * lock, which ends with it.
 */
export function listenToJobs(connection: pg.ClientConfig, { onChange, onTurn, log }: JobsListenerOptions): JobsListener {
  let client: pg.Client | null = null;
  let isStopped = false;
  let isHeld = false;
  let asks = 0;

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000, keepAlive: true, application_name: 'nines scrape jobs' });
    const lose = () => {
      if (client === next) client = null;
      isHeld = false;
      void next.end().catch(() => undefined);
    };
    next.on('error', lose);
    next.on('end', lose);
    next.on('notification', onChange);
    try {
      await next.connect();
      await next.query('listen nines_scrape_jobs');
    } catch (error) {
      lose();
      throw error;
    }
    if (isStopped) return lose();
    client = next;
  }

  async function ask(): Promise<void> {
    const isNew = client === null;
    if (client === null) await connect();
    if (client === null) return;
    if (!isHeld) {
      const { rows } = await client.query<{ isHeld: boolean }>('select pg_try_advisory_lock($1, 0) as "isHeld"', [advisoryLocks.scrape]);
      isHeld = rows[0]?.isHeld ?? false;
      onTurn(isHeld);
    }
    asks += 1;
    if (isNew || asks % readEveryAsks === 0) onChange();
  }

  let asking: Promise<void> = ask();
  const timer = setInterval(() => {
    asking = asking.then(ask).catch((error: unknown) => log.warn({ err: error }, 'listening for changes of scrape jobs was interrupted'));
  }, askEveryMs);
  return {
    ready: asking,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await asking.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}
