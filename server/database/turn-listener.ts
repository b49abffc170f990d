import pg from 'pg';
import type { Log } from '@/server/log';

const askEveryMs = 5_000;
/** The database tells of every change at once; this bounds what a lost notification could cost. */
const readEveryAsks = 6;

/** PostgreSQL keeps the lock of a process whose machine lost its power until it notices: by default after two hours. */
const keepalive = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3; set tcp_user_timeout = 30000';

export interface TurnListener {
  /** Resolves after the first try to find out whether it is this process's turn; where the database was away, it is tried again and again. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

interface TurnListenerOptions {
  /** For the log and for the list of connections. */
  name: string;
  /** The channel of LISTEN. */
  channel: string;
  /** First key of the advisory lock, whose second is 0. */
  lock: number;
  /** A notification with its payload; null when some may have been missed, and now and then. */
  onChange: (payload: string | null) => void;
  /** Whether it is the turn of this process. While the database is away nothing changes. */
  onTurn: (isTurn: boolean) => void;
  log: Log;
}

/**
 * Listens to changes, and settles which of several processes on one database does a job: the one whose session holds the lock, which ends
 * with it.
 */
export function listenForTurn(connection: pg.ClientConfig, { name, channel, lock, onChange, onTurn, log }: TurnListenerOptions): TurnListener {
  let client: pg.Client | null = null;
  let isStopped = false;
  let isHeld = false;
  let asks = 0;

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000, keepAlive: true, application_name: `nines ${name}` });
    const lose = () => {
      if (client === next) client = null;
      isHeld = false;
      void next.end().catch(() => undefined);
    };
    next.on('error', lose);
    next.on('end', lose);
    next.on('notification', ({ payload }) => onChange(payload ?? null));
    try {
      await next.connect();
      await next.query(keepalive);
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
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
      const { rows } = await client.query<{ isHeld: boolean }>('select pg_try_advisory_lock($1, 0) as "isHeld"', [lock]);
      isHeld = rows[0]?.isHeld ?? false;
      onTurn(isHeld);
    }
    asks += 1;
    if (isNew || asks % readEveryAsks === 0) onChange(null);
  }

  const complain = (error: unknown) => log.warn({ err: error }, `listening for changes of ${name} was interrupted`);
  // Also the first time: a database that is away for a moment must not end the start.
  let asking: Promise<void> = ask().catch(complain);
  const timer = setInterval(() => {
    asking = asking.then(ask).catch(complain);
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
