import { messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';

export interface DueLoop {
  /** Something may be due now. */
  wake(): void;
  /** Resolves when the run under way has ended; none follows. */
  stop(): Promise<void>;
}

interface DueLoopOptions {
  name: string;
  /** Does what is due and says when something will be, in milliseconds since 1970; null: only when it is woken. */
  run(nowMs: number): Promise<{ nextDueMs: number | null }>;
  log: Log;
}

/** A timer that is late, a clock that is set or a notification that is lost must not put anything off for longer. */
const longestWaitMs = 15_000;
const retryMs = 1_000;
/** What is due again and again must not keep a core busy. */
const shortestWaitMs = 10;
const quietMs = 60_000;

/** Runs `run` whenever something is due, one at a time; calls to `wake` during a run make one more run. */
export function startDueLoop({ name, run, log }: DueLoopOptions): DueLoop {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = false;
  let complainedAt = -Infinity;

  async function turn(): Promise<void> {
    let waitMs = longestWaitMs;
    let isFailed = false;
    try {
      const { nextDueMs } = await run(Date.now());
      if (nextDueMs !== null) waitMs = Math.max(shortestWaitMs, Math.min(nextDueMs - Date.now(), longestWaitMs));
    } catch (error) {
      waitMs = retryMs;
      isFailed = true;
      if (performance.now() - complainedAt > quietMs) {
        complainedAt = performance.now();
        log.error({ err: error }, `${name} failed and is tried again: ${messageOf(error)}`);
      }
    }
    running = null;
    if (isStopped) return;
    if (isWoken && !isFailed) wake();
    else timer = setTimeout(wake, waitMs);
  }

  function wake(): void {
    if (isStopped) return;
    if (running) {
      isWoken = true;
      return;
    }
    if (timer) clearTimeout(timer);
    timer = null;
    isWoken = false;
    running = turn();
  }

  wake();
  return {
    wake,
    async stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
