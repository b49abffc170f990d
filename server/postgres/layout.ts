import { createHash } from 'node:crypto';
import { chmod, lchown, lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import type { Account } from './account';

/** The port only names the socket file: PostgreSQL opens no network port. */
export const socketPort = 5432;

/** The longest path that fits into sockaddr_un (unix(7)): 108 bytes with the final zero; 104 on macOS. */
const maxSocketPathBytes = process.platform === 'darwin' ? 103 : 107;

/** Where the embedded PostgreSQL keeps what. All paths are absolute. */
export interface Layout {
  root: string;
  data: string;
  log: string;
  logFile: string;
  libraries: string;
  socketDir: string;
}

/** Creates `<dataDir>/postgres` when it is missing; it may be a symbolic link to a directory on another disk. */
export async function layoutOf(dataDir: string): Promise<Layout> {
  const named = path.join(dataDir, 'postgres');
  await mkdir(named, { recursive: true, mode: 0o700 });
  const root = await realpath(named);
  const log = path.join(root, 'log');
  return {
    root,
    data: path.join(root, 'data'),
    log,
    logFile: path.join(log, 'postgres.log'),
    libraries: path.join(root, 'lib'),
    socketDir: socketDirFor(root),
  };
}

/** Creates the directories with mode 0700, all owned by the account (undefined: by ourselves). */
export async function createLayout(layout: Layout, account: Account | undefined): Promise<void> {
  const ownerUid = (await lstat(layout.root)).uid;
  if (account === undefined && ownerUid !== process.getuid?.()) {
    const advice = `Start Nines as that account or as root, or give ours the directory (chown -R ${process.getuid?.()} ${layout.root}).`;
    throw new AppError('unavailable', `${layout.root} belongs to another account (uid ${ownerUid}). ${advice}`);
  }
  if (account !== undefined && ownerUid !== account.uid) await chownTree(layout.root, account);
  for (const dir of [layout.log, layout.socketDir]) await privateDir(dir, account);
}

export function socketFile(dir: string): string {
  return path.join(dir, `.s.PGSQL.${socketPort}`);
}

/** Inside the data directory when the path is short enough, else a directory under the system's temporary one. */
function socketDirFor(root: string): string {
  const name = `nines-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  const candidates = [path.join(root, 'socket'), path.join(os.tmpdir(), name), path.join('/tmp', name)];
  const fitting = candidates.find((dir) => Buffer.byteLength(socketFile(dir)) <= maxSocketPathBytes);
  return fitting ?? path.join('/tmp', name);
}

/** In a shared temporary directory somebody else may have made the name first: only our own real directory will do. */
async function privateDir(dir: string, account: Account | undefined): Promise<void> {
  await mkdir(dir, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const stats = await lstat(dir);
  const owners = [process.getuid?.(), account?.uid];
  if (!stats.isDirectory() || !owners.includes(stats.uid)) {
    throw new AppError('unavailable', `${dir} is not a directory of this Nines. Remove it, then start again.`);
  }
  await chmod(dir, 0o700);
  if (account !== undefined) await lchown(dir, account.uid, account.gid);
}

async function chownTree(dir: string, account: Account): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const child = path.join(dir, entry.name);
    if (entry.isDirectory()) await chownTree(child, account);
    else await lchown(child, account.uid, account.gid);
  }
  await lchown(dir, account.uid, account.gid);
}
