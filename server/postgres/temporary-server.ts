import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import pg from 'pg';
import { startPostgres } from './embedded';
import type { EmbeddedPostgres, PostgresOptions } from './embedded';

const password = 'correct-horse-battery-staple';

/** A data directory for one test, with what is needed to start servers on it and to leave nothing behind. */
export interface TemporaryServers {
  dir: string;
  lines: string[];
  start(change?: Partial<PostgresOptions>): Promise<EmbeddedPostgres>;
  /** Starts PostgreSQL in a Node process of its own, for tests that kill that process. */
  startElsewhere(): Promise<{ node: ChildProcess; postgresPid: number }>;
  /** The same without waiting for PostgreSQL. */
  spawnElsewhere(): { node: ChildProcess };
  dispose(): Promise<void>;
}

export async function temporaryServers(): Promise<TemporaryServers> {
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'nines-postgres-')));
  await chmod(dir, 0o711);
  const lines: string[] = [];
  const running: EmbeddedPostgres[] = [];
  const start = async (change: Partial<PostgresOptions> = {}) => {
    const server = await startPostgres({ dataDir: dir, password, log: (line) => lines.push(line), onExit: (line) => lines.push(line), ...change });
    running.push(server);
    return server;
  };
  return {
    dir,
    lines,
    start,
    startElsewhere: () => startElsewhere(dir),
    spawnElsewhere: () => ({ node: spawnElsewhere(dir) }),
    async dispose() {
      await Promise.all(running.map((server) => server.stop()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Runs one statement over a new connection and returns its rows. */
export async function query(server: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function startElsewhere(dir: string): Promise<{ node: ChildProcess; postgresPid: number }> {
  const node = spawnElsewhere(dir);
  for await (const line of createInterface({ input: node.stdout })) return { node, postgresPid: Number(line) };
  throw new Error('The process ended before PostgreSQL was ready.');
}

function spawnElsewhere(dir: string): ChildProcessByStdio<null, Readable, null> {
  const script = `
    import { startPostgres } from ${JSON.stringify(path.resolve('server/postgres/embedded.ts'))};
    startPostgres({ dataDir: ${JSON.stringify(dir)}, password: '${password}', log() {}, onExit() {} }).then(({ pid }) => console.log(pid));`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}
