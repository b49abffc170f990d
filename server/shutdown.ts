import { messageOf } from '@/lib/errors';
import type { Log } from './log';

type Stop = () => Promise<void> | void;

/** What was started, to be stopped in reverse order. A part that does not stop in time is passed over and named. */
export class Shutdown {
  #parts: { name: string; stop: Stop; timeoutMs: number }[] = [];
  #running: Promise<void> | null = null;
  readonly #begun = new AbortController();

  /** Aborted as soon as stopping begins. */
  get signal(): AbortSignal {
    return this.#begun.signal;
  }

  add(name: string, stop: Stop, timeoutMs = 10_000): void {
    this.#parts.push({ name, stop, timeoutMs });
  }

  /** Stops everything once; calling it again waits for the same stop. */
  run(log: Pick<Log, 'warn'>): Promise<void> {
    this.#begun.abort();
    return (this.#running ??= this.#stopAll(log));
  }

  async #stopAll(log: Pick<Log, 'warn'>): Promise<void> {
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) {
      const { name, stop, timeoutMs } = part;
      await withTimeout(Promise.resolve().then(stop), timeoutMs).catch((error: unknown) => {
        log.warn({ part: name, reason: messageOf(error) }, 'a part did not stop cleanly');
      });
    }
  }
}

async function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not stopped after ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
