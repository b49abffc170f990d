import { constants } from 'node:fs';
import { copyFile, open, rename, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Layout } from './layout';

const maxSizeBytes = 8 * 1024 * 1024;
const checkEveryMs = 10_000;

/** PostgreSQL's log as one launch sees it. */
export interface LogFile {
  handle: FileHandle;
  /** What was written since this launch, at most the last 16 KiB. */
  tail(): Promise<string>;
}

/** Opens the log for appending. A link in its place is refused: as root, the directory belongs to a less trusted account. */
export async function openLog({ logFile }: Layout): Promise<LogFile> {
  if ((await sizeOf(logFile)) > maxSizeBytes) await rename(logFile, previous(logFile));
  const handle = await open(logFile, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  const startBytes = (await handle.stat()).size;
  return { handle, tail: () => readFrom(logFile, startBytes) };
}

/**
 * Keeps the log and its predecessor bounded while PostgreSQL runs. PostgreSQL appends to an open file, so the file is copied and
 * emptied in place. Returns the function that ends it.
 */
export function boundLog({ logFile }: Layout): () => void {
  const timer = setInterval(() => void shrink(logFile).catch(() => undefined), checkEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function shrink(logFile: string): Promise<void> {
  if ((await sizeOf(logFile)) <= maxSizeBytes) return;
  const handle = await open(logFile, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    await copyFile(logFile, previous(logFile)).catch(() => undefined);
    await handle.truncate(0);
  } finally {
    await handle.close();
  }
}

async function readFrom(logFile: string, startBytes: number): Promise<string> {
  const handle = await open(logFile, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    const from = Math.max(startBytes > size ? 0 : startBytes, size - 16_384);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function previous(logFile: string): string {
  return `${logFile}.1`;
}
