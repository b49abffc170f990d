import pg from 'pg';
import type { Log } from '@/server/log';

/**
 * Listens to what the database's triggers tell when a session, membership, user or key changes, so that a revoked
 * session ends at once on every node, whoever revoked it. After a lost connection everything is taken as changed.
 */
export function listenToAccess(
  connection: pg.ClientConfig,
  options: { onChange: (userId: string | null) => void; log: Log },
): { ready: Promise<void>; stop(): Promise<void> } {
  let stopped = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let delayMs = 250;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000, keepAlive: true, application_name: 'nines access' });
    next.on('notification', ({ payload }) => options.onChange(payload?.startsWith('user:') ? payload.slice(5) : null));
    const lost = (error?: Error) => {
      if (client !== next && client !== null) return;
      client = null;
      void next.end().catch(() => undefined);
      if (stopped || retry) return;
      options.log.warn({ err: error }, 'listening for access changes was interrupted');
      options.onChange(null);
      retry = setTimeout(() => {
        retry = null;
        void connect().catch(() => undefined);
      }, delayMs);
      delayMs = Math.min(delayMs * 2, 5_000);
    };
    next.on('error', lost);
    next.on('end', () => lost());
    try {
      await next.connect();
      await next.query('listen nines_access');
      client = next;
      delayMs = 250;
      options.onChange(null);
    } catch (error) {
      lost(error instanceof Error ? error : undefined);
      throw error;
    }
  };
  return {
    ready: connect(),
    stop: async () => {
      stopped = true;
      if (retry) clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
