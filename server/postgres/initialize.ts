import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lchown, readdir, readFile, rename, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { syncDir } from '../data-dir';
import { signalProcess } from '../processes';
import { commandFor } from './account';
import type { Binaries } from './binaries';
import { explainFailure } from './failure';
import type { Place } from './place';

const majorVersion = '18';
const minFreeBytes = 128 * 1024 * 1024;
const unfinishedPrefix = 'data.new-';

/**
 * Creates the database cluster when there is none. initdb works in a directory of its own that gets its name only when it is
 * complete, so an interrupted one leaves nothing that counts. An abort kills initdb and throws the signal's reason.
 */
export async function initializeCluster(place: Place, superuserPassword: string, signal: AbortSignal): Promise<{ created: boolean }> {
  const { root, data } = place.layout;
  await removeUnfinished(root);
  if (await isCluster(data)) return { created: false };
  await requireSpace(root);
  const unfinished = path.join(root, `${unfinishedPrefix}${randomBytes(4).toString('hex')}`);
  const passwordFile = `${unfinished}.password`;
  try {
    await writeFile(passwordFile, superuserPassword, { mode: 0o600, flag: 'wx' });
    if (place.identity.kind !== 'self') await lchown(passwordFile, place.identity.account.uid, place.identity.account.gid);
    await runInitdb(place, unfinished, passwordFile, signal);
    await rm(passwordFile);
    await rename(unfinished, data);
    await syncDir(root);
    return { created: true };
  } catch (error) {
    await removeUnfinished(root);
    throw error;
  }
}

async function runInitdb(place: Place, target: string, passwordFile: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { layout, identity, binaries } = place;
  const args = initdbArguments(target, passwordFile, binaries);
  const { file, args: all, options } = commandFor(identity, binaries, layout.root, binaries.initdb, args);
  const child = spawn(file, all, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-16_384));
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
    const kill = () => killGroup(child);
    signal.addEventListener('abort', kill, { once: true });
    child.once('close', () => signal.removeEventListener('abort', kill));
  });
  signal.throwIfAborted();
  if (code !== 0) throw explainFailure(output, layout);
}

/** Root without CAP_KILL may not signal another account; initdb then ends by itself within seconds. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) signalProcess(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

function initdbArguments(target: string, passwordFile: string, binaries: Binaries): string[] {
  return [
    '-D', target,
    '-L', path.dirname(binaries.catalog),
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ];
}

async function isCluster(data: string): Promise<boolean> {
  const version = await readFile(path.join(data, 'PG_VERSION'), 'utf8').then((text) => text.trim(), () => undefined);
  if (version === majorVersion) return true;
  if (version !== undefined) {
    throw new AppError(
      'unavailable',
      `${data} was written by PostgreSQL ${version}, and this Nines brings PostgreSQL ${majorVersion}. Start the Nines that wrote it and make a backup, then restore that backup into a new DATA_DIR.`,
    );
  }
  const entries = await readdir(data).catch(() => undefined);
  if (entries === undefined) return false;
  if (entries.length > 0) {
    throw new AppError('unavailable', `${data} is not a PostgreSQL data directory, but it is not empty. Restore it from a backup, or set DATA_DIR to another directory.`);
  }
  await rmdir(data);
  return false;
}

async function removeUnfinished(root: string): Promise<void> {
  const names = (await readdir(root)).filter((name) => name.startsWith(unfinishedPrefix));
  await Promise.all(names.map((name) => rm(path.join(root, name), { recursive: true, force: true, maxRetries: 20 })));
}

async function requireSpace(root: string): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize >= minFreeBytes) return;
  const freeMiB = Math.floor((bavail * bsize) / 1024 / 1024);
  throw new AppError(
    'unavailable',
    `The disk that holds ${root} has ${freeMiB} MiB free; a new database needs ${minFreeBytes / 1024 / 1024} MiB. Free some space on it, or set DATA_DIR to another disk.`,
  );
}
