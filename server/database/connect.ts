import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import pgModule from 'pg';
import { AppError, messageOf } from '@/lib/errors';
import type { Config } from '@/server/config';
import type { Secrets } from '@/server/data-dir-secrets';
import { startPostgres, type EmbeddedPostgres } from '@/server/postgres/embedded';

export interface DatabaseServer {
  connection: pg.ClientConfig;
  embedded: EmbeddedPostgres | null;
}

export interface DatabaseServerOptions {
  config: Pick<Config, 'databaseUrl'>;
  dataDir: string;
  secrets: Pick<Secrets, 'databasePassword'>;
  signal: AbortSignal;
  log: (line: string) => void;
  onDown: (reason: string) => void;
  onUp: () => void;
}

const oldestVersion = 15;

/** Starts the embedded PostgreSQL, or proves that the one of DATABASE_URL answers and is new enough. */
export async function connectDatabaseServer(options: DatabaseServerOptions): Promise<DatabaseServer> {
  const { config, dataDir, secrets, signal, log, onDown, onUp } = options;
  if (!config.databaseUrl) {
    const embedded = await startPostgres({ dataDir, password: secrets.databasePassword, log, signal, onExit: onDown, onReady: onUp });
    return { connection: embedded.connection, embedded };
  }
  const connection = { connectionString: config.databaseUrl };
  await requireVersion(connection, new URL(config.databaseUrl));
  return { connection, embedded: null };
}

async function requireVersion(connection: pg.ClientConfig, url: URL): Promise<void> {
  const place = `${url.hostname || 'its socket'}:${url.port || '5432'}${url.pathname}`;
  const version = await firstAnswer(connection).catch((error: unknown) => {
    throw new AppError('unavailable', `The database of DATABASE_URL (${place}) cannot be reached: ${messageOf(error)}. Check the address, the password and that it runs.`, { cause: error });
  });
  if (version < oldestVersion * 10_000) {
    throw new AppError('unavailable', `The database of DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}; Nines needs ${oldestVersion} or newer.`);
  }
}

/** A database that is just starting (as in a compose stack) gets a few seconds. */
async function firstAnswer(connection: pg.ClientConfig): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pgModule.Client({ ...connection, connectionTimeoutMillis: 4_000 });
    try {
      await client.connect();
      const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
      return rows[0]?.version ?? 0;
    } catch (error) {
      if (attempt >= 4 || !isPassing(error)) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
    await sleep(attempt * 500);
  }
}

function isPassing(error: unknown): boolean {
  const code = error && typeof error === 'object' && 'code' in error ? String(error.code) : '';
  return code === '57P03' || code === 'ECONNREFUSED';
}
