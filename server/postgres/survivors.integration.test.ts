import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isProcessAlive, waitUntil } from '../processes';
import { layoutOf, socketFile } from './layout';
import { query, temporaryServers } from './temporary-server';
import type { TemporaryServers } from './temporary-server';

let servers: TemporaryServers;
beforeEach(async () => {
  servers = await temporaryServers();
});
afterEach(() => servers.dispose());

describe('after a kill -9', { timeout: 60_000 }, () => {
  it('of the postmaster, the supervisor reports it, restarts it, and nothing committed is lost', async () => {
    const reasons: string[] = [];
    let isReady = false;
    const server = await servers.start({ onExit: (reason) => reasons.push(reason), onReady: () => (isReady = true) });
    await query(server, 'create table kept as select 42 as answer');
    const { pid } = server;
    process.kill(pid ?? 0, 'SIGKILL');
    expect(await waitUntil(async () => isReady, 30_000)).toBe(true);
    expect(reasons).toEqual([`PostgreSQL (process ${pid}) was ended by SIGKILL.`]);
    expect(server.pid).not.toBe(pid);
    expect(await query(server, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('of the postmaster while a backend is busy, the orphan is ended before the restart', async () => {
    let isReady = false;
    const server = await servers.start({ onReady: () => (isReady = true) });
    const client = new pg.Client(server.connection);
    client.on('error', () => undefined);
    await client.connect();
    const busy = client.query(`do $$ begin loop end loop; end $$`).catch(() => 'ended');
    process.kill(server.pid ?? 0, 'SIGKILL');
    expect(await waitUntil(async () => isReady, 30_000)).toBe(true);
    expect(await busy).toBe('ended');
  });

  it('of Node, the surviving PostgreSQL is stopped in good order and a fresh one started', async () => {
    const { node, postgresPid } = await servers.startElsewhere();
    node.kill('SIGKILL');
    await once(node, 'exit');
    expect(await isProcessAlive(postgresPid)).toBe(true);
    const server = await servers.start();
    expect(await isProcessAlive(postgresPid)).toBe(false);
    expect(servers.lines).toEqual([`PostgreSQL (process ${postgresPid}) outlived an earlier Nines: stopping it.`]);
    expect(await readFile(server.logFile, 'utf8')).not.toContain('not properly shut down');
  });

  it('of Node, a survivor that is stopped by SIGSTOP does not hold up the start', async () => {
    const { node, postgresPid } = await servers.startElsewhere();
    process.kill(postgresPid, 'SIGSTOP');
    node.kill('SIGKILL');
    expect(await query(await servers.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('of Node and PostgreSQL, the next start recovers, though the old pid is another program by now', async () => {
    const { node, postgresPid } = await servers.startElsewhere();
    node.kill('SIGKILL');
    process.kill(postgresPid, 'SIGKILL');
    expect(await waitUntil(async () => !(await isProcessAlive(postgresPid)), 10_000)).toBe(true);
    const stranger = spawn('sleep', ['60']);
    const pidFile = path.join(servers.dir, 'postgres', 'data', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await writeFile(pidFile, [String(stranger.pid), ...lines.slice(1)].join('\n'));
    expect(await query(await servers.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  it('in the middle of initdb, the next start begins again', async () => {
    const unfinished = path.join(servers.dir, 'postgres', 'data.new-0badcafe');
    await mkdir(path.join(unfinished, 'base'), { recursive: true });
    await writeFile(path.join(unfinished, 'PG_VERSION'), '18\n');
    await writeFile(`${unfinished}.password`, 'left behind');
    expect(await query(await servers.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(path.join(servers.dir, 'postgres'))).sort()).toEqual(['data', 'log', 'socket']);
  });

  it.each([150, 400, 700])('of Node %i ms after it began to create the database, the next start comes up', async (afterMs) => {
    const { node } = servers.spawnElsewhere();
    await waitUntil(async () => (await readdir(servers.dir)).includes('postgres'), 20_000);
    await waitUntil(async () => false, afterMs);
    node.kill('SIGKILL');
    expect(await query(await servers.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a server that the process list does not show', { timeout: 60_000 }, () => {
  it('keeps its lock files, and the start is refused until it is gone', async () => {
    await (await servers.start()).stop();
    const { data, socketDir } = await layoutOf(servers.dir);
    const pidFile = path.join(data, 'postmaster.pid');
    await writeFile(pidFile, `4194304\n${data}\n`);
    const unseen = net.createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => unseen.listen(socketFile(socketDir), resolve));
    await expect(servers.start()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(`runs on ${data}`) });
    expect(await readFile(pidFile, 'utf8')).toContain('4194304');
    expect(await readdir(socketDir)).toEqual([path.basename(socketFile(socketDir))]);
    await new Promise((resolve) => unseen.close(resolve));
    expect(await query(await servers.start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
