import { messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';
import type { LivePage } from './live-page';

const lookEveryMs = 5_000;
const leastMs = 1_000;
const askedMs = 5 * 60_000;
const idleEveryMs = 5 * 60_000;
const freshMs = 30_000;
const keptMs = 24 * 3_600_000;
const atOnce = 2;
const againMs = 250;

interface Options {
  log: Log;
  /** Reads which pages there are, and resolves to those that came or moved. */
  reload: () => Promise<readonly string[]>;
  drop: (id: string) => void;
}

/** When pages are made again: within a second of a change, every 30 s while somebody looks at them, every 5 min for a day after, and then not at all. */
export interface Rebuilds {
  start(): void;
  stop(): void;
  /** A page changed. */
  soon(id: string): void;
  /** Pages may have come, gone or moved. */
  list(): void;
  /** Anything may have changed. */
  all(): void;
}

export function createRebuilds(live: ReadonlyMap<string, LivePage>, { log, reload, drop }: Options): Rebuilds {
  const due = new Map<string, number>();
  let running = 0;
  let isStopped = false;
  let isListDue = false;
  let isAllDue = false;
  let isListing = false;
  let timer: NodeJS.Timeout | null = null;
  let ticker: NodeJS.Timeout | null = null;

  /** Of those that are due, so many at once that the rest of Nines keeps its connections. */
  function run(): void {
    if (isStopped) return;
    const now = Date.now();
    for (const [id, at] of due) {
      if (running >= atOnce) return;
      if (at > now) continue;
      due.delete(id);
      const page = live.get(id);
      if (!page) continue;
      // What is being read now may be from before the change.
      if (page.isBuilding) {
        due.set(id, now + againMs);
        continue;
      }
      running += 1;
      page.build().catch(() => undefined).finally(() => {
        running -= 1;
        run();
      });
    }
    const next = Math.min(...due.values());
    if (timer) clearTimeout(timer);
    timer = Number.isFinite(next) ? setTimeout(run, Math.max(0, next - now)) : null;
    timer?.unref();
  }

  function soon(id: string): void {
    const page = live.get(id);
    if (!page || due.has(id)) return;
    const now = Date.now();
    // A clock that was set back must not put it off.
    due.set(id, Math.min(now + leastMs, Math.max(now, page.triedAt + leastMs)));
    run();
  }

  function list(): void {
    isListDue = true;
    if (isListing || isStopped) return;
    isListing = true;
    isListDue = false;
    const isAll = isAllDue;
    isAllDue = false;
    void reload().then(
      (changed) => {
        isListing = false;
        for (const id of isAll ? live.keys() : changed) soon(id);
        if (isListDue) list();
      },
      (error: unknown) => {
        isListing = false;
        isListDue = true;
        isAllDue ||= isAll;
        log.warn({ reason: messageOf(error) }, 'the list of status pages could not be read and is read again');
      },
    );
  }

  function all(): void {
    isAllDue = true;
    list();
  }

  function look(): void {
    if (isListDue) list();
    const now = Date.now();
    for (const [id, page] of live) {
      const [unasked, age] = [Math.abs(now - page.askedAt), Math.abs(now - page.triedAt)];
      if (unasked > keptMs) drop(id);
      else if (page.isBehind || age > (unasked < askedMs ? freshMs : idleEveryMs)) soon(id);
    }
  }

  return {
    start: () => {
      ticker = setInterval(look, lookEveryMs);
      ticker.unref();
    },
    stop: () => {
      isStopped = true;
      if (timer) clearTimeout(timer);
      if (ticker) clearInterval(ticker);
    },
    soon,
    list,
    all,
  };
}
