import { createHash } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { explainDirError, writeFileAtomic, writeTemporary } from './data-dir';
import { isProcessAlive, processStart } from './processes';

/** The content of `<DATA_DIR>/nines.lock`. */
const LockInfo = z.object({
  pid: z.number().int().positive(),
  processStart: z.string().optional(),
  startedAt: z.string(),
  url: z.string().optional(),
});
type LockInfo = z.infer<typeof LockInfo>;

export interface DataDirLock {
  /** Adds to what a refused second start prints, such as the URL once the server listens. */
  update(change: { url: string }): Promise<void>;
  /** Gives the directory free. Calling it again does nothing. */
  release(): Promise<void>;
}

const giveUpAfterMs = 5_000;

/**
 * Makes this process the only Nines on the data directory. The lock of a process that no longer runs is taken over.
 * Throws AppError('conflict') with the pid, start and URL of the holder when it runs.
 */
export async function acquireLock(dataDir: string, info: { startedAt: string; url?: string }): Promise<DataDirLock> {
  const file = path.join(dataDir, 'nines.lock');
  let mine: LockInfo = { pid: process.pid, processStart: await processStart(process.pid), ...info };
  let text = serialize(mine);
  try {
    const holder = await claim(file, text);
    if (holder !== undefined) throw alreadyRunning(dataDir, holder);
  } catch (error) {
    throw explainDirError(dataDir, error);
  }
  const isMine = async () => (await read(file)) === text;
  return {
    async update(change) {
      if (!(await isMine())) return;
      mine = { ...mine, ...change };
      text = serialize(mine);
      await writeFileAtomic(file, text, 0o644);
    },
    async release() {
      if (await isMine()) await rm(file, { force: true });
    },
  };
}

/**
 * Puts the text at the file and returns undefined, or returns the running holder.
 *
 * A stale lock is replaced only under a guard: a second lock whose name is the hash of the stale content. Whoever holds the guard
 * and still reads the stale content is alone, because its owner is dead and every other contender needs the same guard. A guard
 * whose owner died is itself a stale lock, so the same function claims it.
 */
async function claim(file: string, text: string): Promise<LockInfo | undefined> {
  const endMs = performance.now() + giveUpAfterMs;
  const temporary = await writeTemporary(file, text, 0o644);
  try {
    for (;;) {
      if (await linked(temporary, file)) return undefined;
      const found = await read(file);
      if (found === undefined) continue;
      const holder = await runningHolder(found);
      if (holder !== undefined) return holder;
      const guard = `${file}.${createHash('sha256').update(found).digest('hex').slice(0, 12)}`;
      const contender = await claim(guard, text);
      if (contender === undefined) {
        try {
          if ((await read(file)) === found) {
            await rename(temporary, file);
            return undefined;
          }
        } finally {
          await rm(guard, { force: true });
        }
      } else if (performance.now() > endMs) {
        return contender;
      }
      await sleep(10);
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function runningHolder(text: string): Promise<LockInfo | undefined> {
  const info = parseLock(text);
  if (info === undefined || !(await isProcessAlive(info.pid))) return undefined;
  const start = await processStart(info.pid);
  const isAnother = start !== undefined && info.processStart !== undefined && start !== info.processStart;
  return isAnother ? undefined : info;
}

/** Content that is no lock (a power cut can leave an empty file) has no running owner. */
function parseLock(text: string): LockInfo | undefined {
  try {
    return LockInfo.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function serialize(info: LockInfo): string {
  return `${JSON.stringify(info)}\n`;
}

function alreadyRunning(dataDir: string, { pid, startedAt, url }: LockInfo): AppError {
  const address = url === undefined ? '' : `, ${url}`;
  return new AppError(
    'conflict',
    `Nines is already running on ${dataDir}: process ${pid}, started ${startedAt}${address}. Stop it first (kill ${pid}), or set DATA_DIR to another directory.`,
  );
}
