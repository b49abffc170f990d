import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { query, temporaryServers } from './temporary-server';
import type { TemporaryServers } from './temporary-server';

let servers: TemporaryServers;
beforeEach(async () => {
  servers = await temporaryServers();
});
afterEach(() => servers.dispose());

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
});
