import { connect, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createEmptyDatabase } from '@/server/database/test-database';
import { probe } from './test-probing';
import { fixture, identity, startRaw, type TestServer } from './test-servers';

/** The PostgreSQL of the tests listens on a socket of the file system only: these ports lead there, one in the clear, one behind TLS. */
let plain: TestServer;
let secured: TestServer;
let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let other: TestServer | null = null;

function toPostgres(socket: Socket): void {
  const { host, port } = inject('postgres');
  const inside = connect(`${host}/.s.PGSQL.${port}`);
  for (const [from, to] of [[socket, inside], [inside, socket]] as const) from.on('error', () => undefined).once('close', () => to.destroy()).pipe(to);
}

/** As PostgreSQL answers an SSLRequest: S, and from there on TLS. */
function behindTls(socket: Socket): void {
  socket.once('data', () => {
    socket.write('S');
    toPostgres(new tls.TLSSocket(socket, { isServer: true, ...identity('server.pem') }));
  });
}

beforeAll(async () => {
  [plain, secured, database] = await Promise.all([startRaw(toPostgres), startRaw(behindTls), createEmptyDatabase()]);
  await database.client.query(`create table jobs (id int primary key, state text); insert into jobs select n, 'done' from generate_series(1, 1500) n`);
});
afterAll(async () => {
  await Promise.all([plain.close(), secured.close()]);
  await database.drop();
});
afterEach(async () => {
  await other?.close();
  other = null;
});

interface Options {
  port?: number;
  password?: string;
  timeoutMs?: number;
}

function ask(settings: Record<string, unknown>, { port = plain.port, password = inject('postgres').password, timeoutMs = 5_000 }: Options = {}) {
  const target = { host: 'server.example.com', port, database: database.connection.database, user: inject('postgres').user, tls: 'off' };
  return probe('postgres', { ...target, ...settings }, { secrets: { password }, timeoutMs });
}

describe('a real PostgreSQL is signed in to and asked', () => {
  test.each<[settings: Record<string, unknown>, success: boolean, message: string]>([
    [{}, true, '1 row came.'],
    [{ query: 'select count(*), max(id) from jobs;', operator: '=', value: '1500' }, true, 'Expected = 1500, and the first value is 1500.'],
    [{ query: `select count(*) from jobs where state = 'failed'`, operator: '<', value: '0' }, false, 'Expected < 0, and the first value is 0.'],
    [{ query: `select id from jobs where state = 'failed'` }, false, 'Expected at least 1 row, and 0 came.'],
    [{ query: `select id from jobs where state = 'failed'`, minRows: 0 }, true, '0 rows came.'],
    [{ query: 'select * from jobs', minRows: 1000 }, true, 'more than 1000 rows came.'],
    [{ query: 'select a.id from jobs a, jobs b, jobs c' }, true, 'more than 1000 rows came.'],
    [{ query: 'select null', operator: '!=', value: 'x' }, false, 'the first value is NULL'],
    [{ query: 'select true', operator: '=', value: 't' }, true, 'the first value is t.'],
    [{ query: 'values (1), (2)', minRows: 2 }, true, '2 rows came.'],
    [{ query: 'select nothing' }, false, 'PostgreSQL answered: column "nothing" does not exist (42703).'],
    [{ query: 'select 1; drop table jobs' }, false, 'cannot insert multiple commands'],
    [{ query: 'commit' }, false, 'PostgreSQL answered: syntax error'],
    [{ query: 'delete from jobs returning id' }, false, 'PostgreSQL answered: syntax error'],
    [{ query: 'with gone as (delete from jobs returning id) select * from gone' }, false, 'PostgreSQL answered'],
    [{ query: `select nextval('made')` }, false, 'PostgreSQL answered'],
    [{ database: 'nowhere' }, false, '(3D000)'],
  ])('%j', async (settings, success, message) => {
    expect(await ask(settings)).toMatchObject({ success, isNetworkError: false, message: expect.stringContaining(message) as string });
  });

  test('its rows are shown, and nothing of it was changed', async () => {
    const { evidence, values } = await ask({ query: 'select id, state, null from jobs order by id limit 2' });
    expect(evidence).toMatchObject({ answers: ['1 | done | NULL', '2 | done | NULL'], address: '127.0.0.1' });
    expect(values).toContainEqual({ name: 'probe_query_rows', labels: {}, value: 2 });
    expect((await database.client.query('select count(*)::int as left from jobs')).rows).toEqual([{ left: 1_500 }]);
  });

  test('a function that writes is refused by the transaction', async () => {
    await database.client.query(`create function wipe() returns int language sql as 'delete from jobs; select 1'`);
    expect(await ask({ query: 'select wipe()' })).toMatchObject({ success: false, message: expect.stringContaining('read-only transaction') as string });
  });
});

describe('it is bounded', () => {
  test('a query that lasts is ended by PostgreSQL itself', async () => {
    expect(await ask({ query: 'select pg_sleep(60)' }, { timeoutMs: 4_000 })).toMatchObject({ success: false, message: 'PostgreSQL ended the query: it took longer than the timeout.' });
    const { rows } = await database.client.query(`select count(*)::int as running from pg_stat_activity where application_name = 'nines-check' and state = 'active'`);
    expect(rows).toEqual([{ running: 0 }]);
  });

  test('a row without end is not taken', async () => {
    expect(await ask({ query: `select repeat('x', 50000000)` }, { timeoutMs: 20_000 })).toMatchObject({ success: false, message: expect.stringContaining('larger than 4 MiB') as string });
  });

  test.each<[name: string, listener: (socket: Socket) => void, message: string]>([
    ['says nothing', () => undefined, 'has not let Nines in'],
    ['closes', (socket) => socket.once('data', () => socket.end()), 'The connection to PostgreSQL failed'],
    ['speaks another protocol', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'o'],
  ])('a server that %s fails in time', async (_, listener, message) => {
    other = await startRaw(listener);
    const result = await ask({}, { port: other.port, timeoutMs: 400 });
    expect(result).toMatchObject({ success: false, message: expect.stringContaining(message) as string });
    expect(result.durationMs).toBeLessThan(5_000);
  });
});

describe('TLS', () => {
  test('verified is for a certificate that is trusted and for the host', async () => {
    expect(await ask({ tls: 'verified', ca: fixture('ca.pem') }, { port: secured.port })).toMatchObject({ success: true, evidence: { certificate: { isTrusted: true } } });
    expect(await ask({ tls: 'verified' }, { port: secured.port })).toMatchObject({ success: false, message: expect.stringContaining('not trusted') as string });
    expect(await ask({ tls: 'unverified' }, { port: secured.port })).toMatchObject({ success: true });
  });

  test('a server without it is not spoken to in the clear', async () => {
    expect(await ask({ tls: 'unverified' })).toMatchObject({ success: false, message: expect.stringContaining('does not speak TLS') as string });
  });
});

test('a wrong password is refused, and none is taken from the environment', async () => {
  // The server of the tests trusts its own socket; so one that asks for a password is played here, as far as that.
  const received: string[] = [];
  other = await startRaw((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      socket.once('data', (data) => {
        received.push(data.toString('latin1'));
        const text = 'SFATAL\0C28P01\0Mpassword authentication failed for user "nines"\0\0';
        socket.end(Buffer.concat([Buffer.from([0x45, 0, 0, 0, text.length + 4]), Buffer.from(text)]));
      });
    });
  });
  process.env.PGPASSWORD = 'of the environment';
  try {
    expect(await ask({ user: 'nines' }, { port: other.port, password: '' })).toMatchObject({ success: false, message: expect.stringContaining('(28P01)') as string });
  } finally {
    delete process.env.PGPASSWORD;
  }
  expect(received).toEqual(['p\0\0\0\x05\0']);
});
