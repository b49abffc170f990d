import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, realpath, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { AppError, messageOf } from '@/lib/errors';

const minFreeBytes = 32 * 1024 * 1024;

/**
 * Opens DATA_DIR, creating it when it does not exist, and proves that it can be written.
 * Returns the absolute path without symbolic links. Throws AppError('unavailable') with a sentence when it is not a directory,
 * not writable, read-only, or on a full disk.
 *
 * A new directory has mode 0700. As root it has 0711, because PostgreSQL runs as another account and has to pass through;
 * what is inside is closed by its own mode.
 */
export async function openDataDir(dir: string): Promise<string> {
  const wanted = path.resolve(dir);
  try {
    await makeDirs(wanted);
    const real = await realpath(wanted);
    if (!(await stat(real)).isDirectory()) throw notADirectory(wanted);
    if ((await readdir(real)).length === 0) await closeMode(real);
    await requireSpace(real);
    await proveWritable(real);
    return real;
  } catch (error) {
    throw explainDirError(wanted, error);
  }
}

/** Like mkdir's own recursion, which never ends below a file system that creates nothing, such as /proc (seen in Node 20). */
async function makeDirs(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || path.dirname(dir) === dir) throw error;
    await makeDirs(path.dirname(dir));
    await mkdir(dir, { mode: 0o700 });
  }
}

/** Writes a file so that a reader, or a crash, sees the old content or the new one and never a part. */
export async function writeFileAtomic(file: string, content: string, mode: number): Promise<void> {
  const temporary = await writeTemporary(file, content, mode);
  try {
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDir(path.dirname(file));
}

/** Writes a synced file with a unique name beside the given one, and returns its path. */
export async function writeTemporary(file: string, content: string, mode: number): Promise<string> {
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return temporary;
}

/** Makes a rename or a new name in the directory survive a power cut. */
export async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The sentence for a failed file operation below DATA_DIR. An AppError passes through unchanged. */
export function explainDirError(dir: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const sentence = sentences[(error as NodeJS.ErrnoException).code ?? ''];
  const what = sentence === undefined ? `The data directory ${dir} cannot be used: ${messageOf(error)}.` : sentence(dir);
  return new AppError('unavailable', what, { cause: error });
}

const noAccess = (dir: string) =>
  `The data directory ${dir} cannot be written by ${accountName()}. Give that account the directory (chown), or set DATA_DIR to another one.`;
const diskFull = (dir: string) => `The disk that holds the data directory ${dir} is full. Free some space on it, or set DATA_DIR to another disk.`;

const sentences: Record<string, (dir: string) => string> = {
  EACCES: noAccess,
  EPERM: noAccess,
  EROFS: (dir) => `The data directory ${dir} is on a read-only file system. Mount it writable, or set DATA_DIR to another directory.`,
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EEXIST: (dir) => notADirectory(dir).message,
  ENOTDIR: (dir) => notADirectory(dir).message,
  ENOENT: (dir) => `The data directory ${dir} cannot be created: a directory above it is missing or a symbolic link leads nowhere.`,
};

function notADirectory(dir: string): AppError {
  return new AppError('unavailable', `The data directory ${dir}, or a part of that path, is not a directory. Set DATA_DIR to a directory.`);
}

function accountName(): string {
  const uid = process.getuid?.();
  return uid === undefined ? 'this account' : `uid ${uid}`;
}

async function closeMode(dir: string): Promise<void> {
  const uid = process.getuid?.();
  if (uid === undefined || (await stat(dir)).uid !== uid) return;
  await chmod(dir, uid === 0 ? 0o711 : 0o700);
}

async function requireSpace(dir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  const freeBytes = bavail * bsize;
  if (freeBytes >= minFreeBytes) return;
  const freeMiB = Math.floor(freeBytes / 1024 / 1024);
  throw new AppError('unavailable', `${diskFull(dir)} ${freeMiB} MiB are free; Nines needs at least ${minFreeBytes / 1024 / 1024} MiB to start.`);
}

async function proveWritable(dir: string): Promise<void> {
  await rm(await writeTemporary(path.join(dir, 'probe'), 'x'.repeat(8192), 0o600));
}
