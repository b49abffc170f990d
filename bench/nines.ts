import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, residentBytes, treeOf } from './process-tree';

const root = path.resolve(import.meta.dirname, '..');
const owner = { email: 'bench@example.com', password: 'only for this benchmark' };

/** What a first start made and later ones use again. */
export interface Credentials {
  cookie: string;
  key: string;
}

export interface RunningNines extends Credentials {
  url: URL;
  /** Seconds from the command until it says that it is ready, and until /readyz does. */
  startSeconds: number;
  readySeconds: number;
  stop(): Promise<void>;
  /** As a crash: SIGKILL for Node. PostgreSQL is left as it is. */
  kill(): Promise<void>;
  /** Resident bytes of Node and PostgreSQL together; memory that they share is counted once. */
  residentBytes(): number;
  /** CPU time of Node and PostgreSQL so far. */
  cpuSeconds(): { node: number; postgres: number };
}

export function scratchDataDir(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'nines-bench-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Starts the production build on a free port; signs in and makes an API key unless it has some already. */
export async function startNines(dataDir: string, known?: Credentials, variables: Record<string, string> = {}): Promise<RunningNines> {
  const env = { ...process.env, ...variables, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', OWNER_EMAIL: owner.email, OWNER_PASSWORD: owner.password };
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['server/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  try {
    const url = await readUrl(child);
    const startSeconds = (performance.now() - startedAt) / 1000;
    await untilReady(url);
    const readySeconds = (performance.now() - startedAt) / 1000;
    const credentials = known ?? { cookie: await signIn(url), key: await createKey(env) };
    return { ...credentials, url, startSeconds, readySeconds, stop: () => end('SIGTERM'), kill: () => end('SIGKILL'), ...usageOf(child, dataDir) };
  } catch (error) {
    await end('SIGTERM');
    throw error;
  }
}

function usageOf(child: ChildProcess, dataDir: string): Pick<RunningNines, 'residentBytes' | 'cpuSeconds'> {
  const nodeTree = () => {
    const postgres = new Set(postgresTree(dataDir));
    return treeOf(child.pid ?? 0).filter((pid) => !postgres.has(pid));
  };
  return {
    residentBytes: () => residentBytes([...nodeTree(), ...postgresTree(dataDir)]),
    cpuSeconds: () => ({ node: cpuSeconds(nodeTree()), postgres: cpuSeconds(postgresTree(dataDir)) }),
  };
}

async function readUrl(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /ready at (\S+)/.exec(output)?.[1];
      if (found) resolve(new URL(found));
    });
    child.once('exit', (code) => reject(new Error(`Nines ended with ${code}:\n${output}`)));
  });
}

async function untilReady(url: URL): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    if (answer.ok) return;
    await sleep(50);
  }
  throw new Error('Nines was not ready within 30 s of its start.');
}

async function signIn(url: URL): Promise<string> {
  const csrf = await fetch(new URL('/api/auth/csrf', url));
  const csrfCookie = csrf.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(new URL('/api/auth/callback/credentials', url), {
    method: 'POST',
    headers: { cookie: csrfCookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, ...owner, json: 'true' }),
  });
  const session = answer.headers.getSetCookie().find((cookie) => cookie.includes('session-token'));
  if (!session) throw new Error(`Signing in failed with ${answer.status}.`);
  return session.split(';')[0] ?? '';
}

async function createKey(env: NodeJS.ProcessEnv): Promise<string> {
  const scopes = ['--scope', 'monitoring.write', '--scope', 'monitoring.read'];
  const child = spawn(process.execPath, ['server/start.mjs', '--cli', 'keys', 'create', '--name', 'bench', ...scopes], { cwd: root, env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'exit');
  const key = /nines_\S+/.exec(output)?.[0];
  if (!key) throw new Error('No API key was made.');
  return key;
}

function postgresTree(dataDir: string): number[] {
  try {
    return treeOf(Number(readFileSync(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]));
  } catch {
    return [];
  }
}
