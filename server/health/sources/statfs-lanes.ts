import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { messageOf } from '@/lib/errors';
import type { Mount } from '@/lib/health/proc/mountinfo';
import { isRemoteMount } from '@/lib/health/proc/mounts';

export type Space = Pick<StatsFs, 'bsize' | 'blocks' | 'bfree' | 'bavail' | 'files' | 'ffree'>;

/** The space of a mount, or the sentence why it is unknown. */
export type SpaceOrReason = Space | string;

export interface StatfsOptions {
  statfs?: (path: string) => Promise<Space>;
  /** How long one round over all mounts may take. */
  timeoutMs?: number;
}

/**
 * Asks mounts for their space so that one which hangs (a dead NFS server) hangs nothing else. A hung call keeps a thread of libuv's pool
 * (4 by default) until the server answers, so remote mounts may hold two of them and local ones one, and a mount whose call is
 * pending is not asked again.
 */
export function createStatfsLanes({ statfs: call = statfs, timeoutMs = 400 }: StatfsOptions = {}): (mounts: readonly Mount[]) => Promise<Map<string, SpaceOrReason>> {
  const remote = createLane(2, call, timeoutMs);
  const local = createLane(1, call, timeoutMs);
  return async (mounts) => {
    const answers = new Map<string, SpaceOrReason>();
    const timeout = startTimeout(timeoutMs);
    try {
      await Promise.all([
        remote(mounts.filter(isRemoteMount), answers, timeout.passed),
        local(mounts.filter((mount) => !isRemoteMount(mount)), answers, timeout.passed),
      ]);
    } finally {
      timeout.cancel();
    }
    return answers;
  };
}

type Lane = (mounts: Mount[], answers: Map<string, SpaceOrReason>, timeout: Promise<'late'>) => Promise<void>;

function createLane(threads: number, call: (path: string) => Promise<Space>, timeoutMs: number): Lane {
  const pending = new Set<string>();
  const ask = async (path: string): Promise<SpaceOrReason> => {
    pending.add(path);
    try {
      return await call(path);
    } catch (error) {
      return `${messageOf(error)}.`;
    } finally {
      pending.delete(path);
    }
  };
  return async (mounts, answers, timeout) => {
    for (const path of pending) answers.set(path, `statfs of ${path} has not answered yet. Check its server or disk.`);
    const waiting = mounts.map(({ mountpoint }) => mountpoint).filter((path) => !pending.has(path));
    const work = async () => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        const answer = await Promise.race([ask(path), timeout]);
        answers.set(path, answer === 'late' ? `statfs of ${path} did not answer within ${timeoutMs} ms. Check its server or disk.` : answer);
        if (answer === 'late') return;
      }
    };
    await Promise.all(Array.from({ length: threads - pending.size }, work));
    for (const path of waiting) answers.set(path, `Was not asked: statfs of ${[...pending].join(', ') || 'other mounts'} took too long.`);
  };
}

function startTimeout(ms: number): { passed: Promise<'late'>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
