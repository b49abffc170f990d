import { createHmac } from 'node:crypto';
import pg from 'pg';
import { AppError, messageOf } from '@/lib/errors';
import { socketPort } from './layout';

/** What a pg client needs to connect; host is the directory of the unix socket. */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  ssl: false;
  options: string;
}

/** pg fills what is not set from PGSSLMODE and PGOPTIONS, which are meant for another server. An empty string counts as not set. */
const sealed = { ssl: false, options: '-c application_name=nines' } as const;

/** ECONNRESET and 57P03 (cannot_connect_now): the server is on its way up or down. */
const notReadyCodes = ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', '57P03'];

/**
 * Connects to a starting server as its superuser. Undefined while it is not ready to answer.
 * Throws AppError('unavailable') when it refuses the password, or for any other reason that waiting does not mend.
 */
export async function connectSuperuser(socketDir: string, password: string): Promise<pg.Client | undefined> {
  const address = { host: socketDir, port: socketPort, user: 'postgres', password, database: 'postgres' };
  const client = new pg.Client({ ...address, ...sealed, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    const { code = '' } = error as { code?: string };
    if (notReadyCodes.includes(code)) return undefined;
    if (code === '28P01') throw wrongPassword(error);
    throw new AppError('unavailable', `PostgreSQL runs, but its socket in ${socketDir} gives no connection: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * The role `nines` and its database, on the server whose socket is in this directory. The role's password is derived,
 * so that whoever learns it does not know the superuser's.
 */
export function connectionTo(socketDir: string, superuserPassword: string): PostgresConnection {
  const password = createHmac('sha256', superuserPassword).update('role nines').digest('base64url');
  return { host: socketDir, port: socketPort, user: 'nines', password, database: 'nines', ...sealed };
}

/**
 * Makes sure that the login role `nines` and its database exist. The role is not a superuser; it may create roles, for the
 * application's own one.
 */
export async function ensureDatabase(client: pg.Client, socketDir: string, superuserPassword: string): Promise<PostgresConnection> {
  const connection = connectionTo(socketDir, superuserPassword);
  const secret = client.escapeLiteral(connection.password);
  // A failing statement is logged with its text, which here holds the password.
  await client.query(`set log_min_error_statement = panic`);
  if (!(await exists(client, `select from pg_roles where rolname = 'nines'`))) {
    await client.query(`create role nines login nosuperuser createrole password ${secret}`);
  }
  if (!(await exists(client, `select from pg_database where datname = 'nines'`))) {
    await client.query(`create database nines owner nines`);
  }
  return connection;
}

async function exists(client: pg.Client, query: string): Promise<boolean> {
  return ((await client.query(query)).rowCount ?? 0) > 0;
}

function wrongPassword(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'The database refuses the password in secrets.json: that file and the database in DATA_DIR do not belong together. Restore both from the same backup.',
    { cause },
  );
}
