import type { Socket } from 'node:net';
import pg from 'pg';
import type { PostgresSecrets, PostgresSettings } from '@/lib/checks/kinds/postgres';
import { fulfils } from '@/lib/checks/kinds/value-condition';
import { type Attempt, waitFor } from './connect';
import { firstByte, openDatabaseConnection } from './database-connection';
import { resultOf } from './findings';
import { type Probe, ProbeFailure } from './probe';

/** The request for TLS before the first message of the protocol (PostgreSQL, 54.7: SSLRequest). */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const letterS = 83;
const maxRows = 1_001;
const maxAnswerBytes = 4 * 1_048_576;
const watchBytesMs = 20;
/** Of the time that is left: the server ends the query before Nines does, and so can still say it. */
const shareOfServer = 0.9;

type Row = (string | null)[];

/** Signs in, runs one query in a transaction that only reads, and looks at its rows: at most 1,000 of them, and 4 MiB. */
export const postgresProbe: Probe<PostgresSettings, PostgresSecrets> = {
  kind: 'postgres',
  run: (input) =>
    resultOf(input, async (attempt, findings) => {
      const { settings, secrets } = input;
      const socket = await openDatabaseConnection(attempt, settings, findings, askForTls);
      const client = clientOn(socket, settings, secrets);
      const watch = setInterval(() => socket.bytesRead > maxAnswerBytes && socket.destroy(new ProbeFailure('The rows are larger than 4 MiB.', false)), watchBytesMs);
      try {
        await attempt.phases.measure('first_byte', () => during(attempt, `${settings.host}:${settings.port} has not let Nines in`, client.connect()));
        const rows = await attempt.phases.measure('transfer', () => during(attempt, 'the query is still running', rowsOf(client, settings.query, input.timeoutMs - attempt.phases.totalMs())));
        findings.answers = rows.map((row) => row.map((value) => value ?? 'NULL').join(' | '));
        findings.values = [{ name: 'probe_query_rows', labels: {}, value: Math.min(rows.length, maxRows - 1) }];
        return judge(settings, rows);
      } finally {
        clearInterval(watch);
        socket.destroy();
      }
    }),
};

async function askForTls(attempt: Attempt, socket: Socket): Promise<void> {
  const answered = firstByte(attempt, socket, 'PostgreSQL has not said whether it speaks TLS');
  socket.write(tlsRequest);
  if ((await answered) !== letterS) throw new ProbeFailure('The server does not speak TLS. Set TLS to off if that is meant.', false);
}

/** A client of a connection that stands. Nothing of it comes from the environment of Nines or its password file. */
function clientOn(socket: Socket, { host, port, database, user }: PostgresSettings, { password }: PostgresSecrets): pg.Client {
  const standing = Object.assign(socket, { connect: () => void setImmediate(() => socket.emit('connect')) });
  const text = { getTypeParser: () => (value: string) => value };
  const client = new pg.Client({
    stream: () => standing, host, port, database, user, ssl: false, types: text as unknown as pg.CustomTypesConfig,
    password: () => password ?? '', application_name: 'nines-check',
  });
  // What ends the connection is told by what waits for it.
  client.on('error', () => undefined);
  return client;
}

/** A cursor takes one SELECT (or VALUES) and nothing else, and no more rows than are wanted. */
async function rowsOf(client: pg.Client, query: string, leftMs: number): Promise<Row[]> {
  await client.query('begin read only');
  await client.query(`set local statement_timeout = ${Math.max(1, Math.floor(leftMs * shareOfServer))}`);
  await client.query({ text: `declare nines_check no scroll cursor for ${query.replace(/;\s*$/, '')}`, queryMode: 'extended' } as pg.QueryConfig);
  const { rows } = await client.query<Row>({ text: `fetch ${maxRows} from nines_check`, rowMode: 'array' });
  await client.query('rollback');
  return rows;
}

function during<T>(attempt: Attempt, what: string, work: Promise<T>): Promise<T> {
  return waitFor(attempt, what, (resolve, reject) => {
    work.then(resolve, (error: unknown) => reject(failureOf(error)));
    return () => undefined;
  });
}

function failureOf(error: unknown): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  const said = error instanceof Error ? error.message : String(error);
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code === '57014') return new ProbeFailure('PostgreSQL ended the query: it took longer than the timeout.', false);
  return new ProbeFailure(code === undefined ? `The connection to PostgreSQL failed: ${said}.` : `PostgreSQL answered: ${said} (${code}).`, false);
}

function judge(settings: PostgresSettings, rows: readonly Row[]): { success: boolean; message: string } {
  const { minRows, operator, value } = settings;
  const count = rows.length >= maxRows ? `more than ${maxRows - 1}` : String(rows.length);
  if (rows.length < minRows) return { success: false, message: `Expected at least ${minRows} ${minRows === 1 ? 'row' : 'rows'}, and ${count} came.` };
  const first = rows[0]?.[0] ?? null;
  if (operator === 'any') return { success: true, message: `${count} ${count === '1' ? 'row' : 'rows'} came.` };
  return { success: fulfils(first, settings), message: `Expected ${operator} ${value}, and the first value is ${first === null ? 'NULL' : first.slice(0, 100)}.` };
}
