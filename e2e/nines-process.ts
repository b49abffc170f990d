import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..');
const startMs = 30_000;

export interface NinesProcess {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Milliseconds from the launch to the line that says ready. */
  readonly startedInMs: number;
  /** Everything that the running process printed since its start. */
  output(): string;
  /** The token of the one-time link; null when an owner exists. */
  setupToken(): string | null;
  /** What PostgreSQL wrote to its log, over all starts. */
  postgresLog(): string;
  postgresPid(): number;
  /** Runs `npm run nines -- ...` on the same data; gives what it printed. Throws with its words when it fails. */
  command(args: readonly string[], env?: Environment): Promise<string>;
  /** SIGTERM, or another signal; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  kill9(): Promise<void>;
  killPostgres9(): Promise<void>;
  /** Starts again on the same data and the same port. Stops first when it runs. */
  restart(): Promise<void>;
  /** Stops whatever runs and removes the data. */
  remove(): Promise<void>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Ended {
  code: number | null;
  output: string;
}

/** Starts the production build through its real launcher, on a free port with a data directory of its own. */
export async function startNines(env: Environment = {}): Promise<NinesProcess> {
  const dataDir = env.DATA_DIR ?? newDataDir();
  let launched = await launch({ PORT: '0', ...env, DATA_DIR: dataDir });
  const { port } = new URL(launched.url);
  const own = { ...env, PORT: port, DATA_DIR: dataDir };
  const nines: NinesProcess = {
    get url() {
      return launched.url;
    },
    get pid() {
      return pidOf(launched.child);
    },
    get startedInMs() {
      return launched.startedInMs;
    },
    dataDir,
    output: () => launched.output(),
    setupToken: () => /\/setup\?token=([\w-]+)/.exec(launched.output())?.[1] ?? null,
    postgresLog: () => readFileSync(path.join(dataDir, 'postgres/log/postgres.log'), 'utf8'),
    postgresPid: () => postgresPidOf(dataDir) ?? 0,
    command: (args, more = {}) => runCommand(args, { ...own, ...more }),
    async stop(signal = 'SIGTERM') {
      launched.child.kill(signal);
      return (await launched.ended).code;
    },
    async kill9() {
      launched.child.kill('SIGKILL');
      await launched.ended;
    },
    killPostgres9: () => killPostgres(dataDir),
    async restart() {
      if (isRunning(launched.child)) await nines.stop();
      launched = await launch(own);
    },
    async remove() {
      if (isRunning(launched.child)) await nines.stop();
      await killPostgres(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return nines;
}

/** A start that is expected to end by itself: its exit code and everything that it printed. */
export async function startAndFail(env: Environment): Promise<Ended> {
  return spawnNines([], env).ended;
}

/** A start that the caller ends at any moment, ready or not. */
export function startUnwatched(env: Environment): { kill9(): Promise<void> } {
  const { child, ended } = spawnNines([], { PORT: '0', ...env });
  return {
    async kill9() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export function newDataDir(): string {
  return path.join(os.tmpdir(), `nines-e2e-${randomBytes(6).toString('hex')}`);
}

/** SIGKILL to the postmaster; its children end by themselves when they notice. */
export async function killPostgres(dataDir: string): Promise<void> {
  const pid = postgresPidOf(dataDir);
  if (pid === undefined || !worksIn(pid, dataDir)) return;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => worksIn(pid, dataDir), { timeout: 5_000, intervals: [20] }).toBe(false);
}

interface Launched {
  child: ChildProcess;
  url: string;
  startedInMs: number;
  output(): string;
  ended: Promise<Ended>;
}

async function launch(env: Environment): Promise<Launched> {
  const atMs = performance.now();
  const spawned = spawnNines([], env);
  let hasEnded = false;
  void spawned.ended.then(() => (hasEnded = true));
  const found = () => /Nines is ready at (\S+) after/.exec(spawned.output())?.[1];
  await expect
    .poll(() => found() !== undefined || hasEnded, { message: 'Nines becomes ready', timeout: startMs, intervals: [20] })
    .toBe(true);
  const url = found();
  if (url === undefined) throw new Error(`Nines did not start. It printed:\n${spawned.output()}`);
  const startedInMs = Math.round(performance.now() - atMs);
  // The one-time link is printed a moment after, when there is one.
  if (spawned.output().includes('Created a new database') && !env.OWNER_EMAIL) {
    await expect.poll(spawned.output, { timeout: 5_000, intervals: [20] }).toContain('/setup?token=');
  }
  return { ...spawned, url, startedInMs };
}

async function runCommand(args: readonly string[], env: Environment): Promise<string> {
  const { code, output } = await spawnNines(['--cli', ...args], env).ended;
  if (code !== 0) throw new Error(`nines ${args.join(' ')} failed (${code}):\n${output}`);
  return output.trim();
}

function spawnNines(args: readonly string[], env: Environment): { child: ChildProcess; output(): string; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['server/start.mjs', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, HOST: '127.0.0.1', ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      alive.delete(child);
      resolve({ code, output: text });
    });
  });
  return { child, output: () => text, ended };
}

const alive = new Set<ChildProcess>();

/** A worker that is stopped midway leaves no server behind: SIGTERM lets each stop its PostgreSQL too. */
process.once('exit', () => {
  for (const child of alive) child.kill('SIGTERM');
});

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The process has no pid.');
  return pid;
}

function postgresPidOf(dataDir: string): number | undefined {
  const file = path.join(dataDir, 'postgres/data/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}

/** A pid that a dead server left may be another program's by now. */
function worksIn(pid: number, dataDir: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir);
  } catch {
    return false;
  }
}
