import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { isProcessAlive, psColumn, signalProcess, waitUntil } from '../processes';
import type { Layout } from './layout';
import { socketFile } from './layout';

interface ServerProcess {
  pid: number;
  role: 'postmaster' | 'child' | 'initdb';
}

/**
 * Ends every PostgreSQL process that an earlier, killed Nines left on this data directory, and removes the lock files that a dead
 * one left, whose pid may belong to another program by now. Bounded: at most about 25 s.
 * Throws AppError('unavailable') when a process cannot be ended, AppError('conflict') when a server that we cannot see still answers.
 */
export async function endSurvivors(layout: Layout, log: (line: string) => void): Promise<void> {
  const found = await findServerProcesses(layout);
  for (const { pid, role } of found) {
    if (role === 'initdb') signalProcess(pid, 'SIGKILL');
    if (role === 'postmaster') {
      log(`PostgreSQL (process ${pid}) outlived an earlier Nines: stopping it.`);
      await stopPostmaster(pid, 10_000);
    }
  }
  if (found.length > 0 && !(await waitUntil(() => isDeserted(layout), 2_000))) await killRest(layout);
  await refuseUnseenServer(layout);
  const lockFiles = [socketFile(layout.socketDir), `${socketFile(layout.socketDir)}.lock`];
  if (process.platform === 'linux' || (await isPidReused(layout))) lockFiles.push(pidFile(layout));
  for (const file of lockFiles) await rm(file, { force: true });
}

/**
 * Fast shutdown (disconnects clients, writes a checkpoint); when that takes longer than patienceMs immediate shutdown, which recovery
 * repairs; then SIGKILL. SIGCONT first, because a stopped process takes no other signal.
 * See "Shutting Down the Server" in PostgreSQL's manual.
 */
export async function stopPostmaster(pid: number, patienceMs: number): Promise<void> {
  const isGone = async () => !(await isProcessAlive(pid));
  signalProcess(pid, 'SIGCONT');
  signalProcess(pid, 'SIGINT');
  if (await waitUntil(isGone, patienceMs)) return;
  signalProcess(pid, 'SIGQUIT');
  if (await waitUntil(isGone, 6_000)) return;
  signalProcess(pid, 'SIGKILL');
  if (await waitUntil(isGone, 5_000)) return;
  throw new AppError('unavailable', `PostgreSQL (process ${pid}) does not end, not even by kill -9: its disk may hang. Repair that, then start again.`);
}

/** True when no process of PostgreSQL works on the data directory any more. */
export async function isDeserted(layout: Layout): Promise<boolean> {
  return (await findServerProcesses(layout)).length === 0;
}

/** The postmaster is gone, so its children can only be waiting to notice; what they had not committed is lost anyway. */
async function killRest(layout: Layout): Promise<void> {
  for (const { pid } of await findServerProcesses(layout)) signalProcess(pid, 'SIGKILL');
  if (await waitUntil(() => isDeserted(layout), 5_000)) return;
  const pids = (await findServerProcesses(layout)).map(({ pid }) => pid).join(', ');
  throw new AppError('unavailable', `Processes of an earlier PostgreSQL still use ${layout.data} and do not end: ${pids}. Stop them, then start again.`);
}

/** A container that shares the volume has processes of its own that we cannot see, but a socket reaches across. */
async function refuseUnseenServer(layout: Layout): Promise<void> {
  if (!(await hasListener(socketFile(layout.socketDir)))) return;
  throw new AppError(
    'conflict',
    `A PostgreSQL that this machine's process list does not show runs on ${layout.data}: probably another container uses the same volume. Stop it, or set DATA_DIR to another directory.`,
  );
}

/** Only an answer that rules a listener out counts as none: one that is stopped lets the connection wait (unix(7)). */
async function hasListener(file: string): Promise<boolean> {
  const socket = net.connect(file);
  try {
    return await new Promise<boolean>((resolve) => {
      socket.setTimeout(1_000, () => resolve(true));
      socket.once('connect', () => resolve(true));
      socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(!['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(code)));
    });
  } finally {
    socket.destroy();
  }
}

/** PostgreSQL takes over the pid file of a dead server by itself, unless another program has that pid by now. */
async function isPidReused(layout: Layout): Promise<boolean> {
  const pid = await recordedPid(layout);
  return (await isProcessAlive(pid)) && !(await psColumn(pid, 'command')).includes('postgres');
}

async function findServerProcesses(layout: Layout): Promise<ServerProcess[]> {
  return process.platform === 'linux' ? findByDirectory(layout) : findByPidFile(layout);
}

/** Every PostgreSQL process, child or parent, has its data directory as working directory; a pid file may be missing or lie. */
async function findByDirectory(layout: Layout): Promise<ServerProcess[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(pids.map((pid) => inspect(pid, layout)));
  return found.filter((process) => process !== undefined);
}

async function inspect(pid: number, layout: Layout): Promise<ServerProcess | undefined> {
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  if (cwd !== layout.root && !cwd.startsWith(layout.data)) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [program = '', ...args] = command.split('\0');
  if (program.startsWith('postgres:')) return { pid, role: 'child' };
  const name = path.basename(program);
  if (name === 'initdb' || args.includes('--boot') || args.includes('--single')) return { pid, role: 'initdb' };
  return name === 'postgres' ? { pid, role: 'postmaster' } : undefined;
}

async function findByPidFile(layout: Layout): Promise<ServerProcess[]> {
  const pid = await recordedPid(layout);
  if (!(await isProcessAlive(pid))) return [];
  const command = await psColumn(pid, 'command');
  return command.includes('postgres') && command.includes(layout.data) ? [{ pid, role: 'postmaster' }] : [];
}

function pidFile(layout: Layout): string {
  return path.join(layout.data, 'postmaster.pid');
}

/** The pid in the pid file, or a number that is no pid. */
async function recordedPid(layout: Layout): Promise<number> {
  const text = await readFile(pidFile(layout), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]);
}
