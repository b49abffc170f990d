import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitUntil } from '../processes';
import { layoutOf } from './layout';
import { connectSuperuser } from './roles';
import { isDeserted } from './survivors';
import { query, temporaryServers } from './temporary-server';
import type { TemporaryServers } from './temporary-server';

let servers: TemporaryServers;
beforeEach(async () => {
  servers = await temporaryServers();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await servers.dispose();
});

describe('startPostgres', { timeout: 60_000 }, () => {
  it('creates a database, keeps it over a restart, and leaves a clean shutdown in the log', async () => {
    const first = await servers.start();
    await query(first, 'create table kept as select 42 as answer');
    await Promise.all([first.stop(), first.stop()]);
    expect(first.pid).toBeUndefined();
    expect((await readFile(first.logFile, 'utf8')).trimEnd()).toMatch(/database system is shut down$/);

    const second = await servers.start();
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(second.connection).toEqual(first.connection);
    expect(servers.lines).toEqual(['Created a new database.']);
  });

  it('gives a role that may create roles but is no superuser, over a socket that is closed to others', async () => {
    const server = await servers.start();
    expect(await query(server, `select rolname, rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user`)).toEqual([
      { rolname: 'nines', rolsuper: false, rolcreaterole: true, rolbypassrls: false },
    ]);
    expect(await query(server, `select current_setting('listen_addresses') as addresses, current_setting('data_checksums') as checksums`)).toEqual([
      { addresses: '', checksums: 'on' },
    ]);
    expect((await stat(server.connection.host)).mode & 0o077).toBe(0);
    await expect(query({ ...server, connection: { ...server.connection, password: 'wrong' } }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('folds case by Unicode, whatever the locale of the machine', async () => {
    const server = await servers.start();
    expect(await query(server, `select upper('straße é') as upper, datlocale from pg_database where datname = current_database()`)).toEqual([
      { upper: 'STRAßE É', datlocale: 'C.UTF-8' },
    ]);
  });

  it('puts the socket elsewhere when the path of the data directory is too long for one', async () => {
    const dataDir = path.join(servers.dir, 'x'.repeat(100));
    await mkdir(dataDir, { mode: 0o711 });
    const server = await servers.start({ dataDir });
    expect(server.connection.host).not.toContain(dataDir);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    await expect(stat(server.connection.host)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses the database of another major version and leaves it alone', async () => {
    const data = path.join(servers.dir, 'postgres', 'data');
    await mkdir(data, { recursive: true });
    await writeFile(path.join(data, 'PG_VERSION'), '16\n');
    await expect(servers.start()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('was written by PostgreSQL 16') });
    expect(await readdir(data)).toEqual(['PG_VERSION']);
  });

  it('says so when the password does not belong to the database', async () => {
    await (await servers.start()).stop();
    await expect(servers.start({ password: 'another' })).rejects.toMatchObject({ message: expect.stringContaining('do not belong together') });
  });

  it('reports a setting or file that stops PostgreSQL with its last words', async () => {
    const server = await servers.start();
    await server.stop();
    await writeFile(path.join(servers.dir, 'postgres', 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(servers.start()).rejects.toMatchObject({ message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"') });
  });

  it('stops what it started when the start is aborted', async () => {
    const abort = new AbortController();
    const started = servers.start({ signal: abort.signal });
    abort.abort();
    await expect(started).rejects.toMatchObject({ name: 'AbortError' });
    expect(await query(await servers.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(servers.lines.filter((line) => line.includes('outlived'))).toEqual([]);
  });

  it('is not led astray by PG* variables that are meant for another server', async () => {
    vi.stubEnv('PGSSLMODE', 'require');
    vi.stubEnv('PGOPTIONS', '-c no_such_setting=1');
    const server = await servers.start();
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.each([
    ['the database is being created', 'postgres', /^data\.new-[0-9a-f]+$/],
    ['the server is starting', 'postgres/data', /^postmaster\.pid$/],
  ])('ends promptly and leaves no process when it is aborted while %s', async (_, dir, name) => {
    const abort = new AbortController();
    const started = servers.start({ signal: abort.signal }).catch((error: unknown) => error);
    const hasBegun = async () => (await readdir(path.join(servers.dir, dir)).catch(() => [])).some((entry) => name.test(entry));
    expect(await waitUntil(hasBegun, 20_000)).toBe(true);
    const abortedAtMs = performance.now();
    abort.abort();
    expect(await started).toMatchObject({ name: 'AbortError' });
    expect(performance.now() - abortedAtMs).toBeLessThan(5_000);
    expect(await isDeserted(await layoutOf(servers.dir))).toBe(true);
    expect((await readdir(path.join(servers.dir, 'postgres'))).filter((entry) => entry.startsWith('data.new-'))).toEqual([]);
    expect(await query(await servers.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('connectSuperuser', () => {
  it('gives nothing while there is no server, and throws what waiting does not mend', async () => {
    expect(await connectSuperuser(servers.dir, 'any')).toBeUndefined();
    const stranger = net.createServer((socket) => socket.end());
    await new Promise<void>((resolve) => stranger.listen(path.join(servers.dir, '.s.PGSQL.5432'), resolve));
    await expect(connectSuperuser(servers.dir, 'any')).rejects.toMatchObject({ code: 'unavailable' });
    stranger.close();
  });
});
