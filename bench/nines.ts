import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const owner = { email: 'bench@example.com', password: 'only for this benchmark' };

export interface RunningNines {
  url: URL;
  cookie: string;
  key: string;
  /** Seconds from the command to the line that says ready. */
  startSeconds: number;
  stop(): Promise<void>;
  /** Resident bytes of Node and PostgreSQL together; memory that they share is counted once. */
  residentBytes(): number;
}

export function scratchDataDir(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'nines-bench-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Starts the production build on a free port, signs in and makes an API key. */
export async function startNines(dataDir: string): Promise<RunningNines> {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', OWNER_EMAIL: owner.email, OWNER_PASSWORD: owner.password };
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['server/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await readUrl(child);
  const startSeconds = (performance.now() - startedAt) / 1000;
  const cookie = await signIn(url);
  const key = await createKey(env);
  return {
    url,
    cookie,
    key,
    startSeconds,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
    residentBytes: () => treeOf(child.pid ?? 0).reduce((sum, pid) => sum + proportionalBytes(pid), 0) + postgresBytes(dataDir),
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

function postgresBytes(dataDir: string): number {
  try {
    const pid = Number(readFileSync(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
    return treeOf(pid).reduce((sum, each) => sum + proportionalBytes(each), 0);
  } catch {
    return 0;
  }
}

function treeOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    return [pid, ...children.flatMap(treeOf)];
  } catch {
    return [];
  }
}

/** Pss: a page that n processes share counts as 1/n for each. */
function proportionalBytes(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
