import { AppError } from '@/lib/errors';
import type { EngineBatch } from './engine-batch';

interface Waiting {
  batch: EngineBatch;
  resolve: () => void;
  reject: (error: unknown) => void;
}

interface CommitQueueOptions {
  /** Makes some batches durable, then visible, all or none. */
  commit: (batches: readonly EngineBatch[]) => Promise<void>;
  /** Runs between two commits. */
  between: () => void;
  maxQueued?: number | undefined;
}

const commitSamples = 50_000;

/** Group commit: while one transaction is under way the next one gathers, so that its cost is shared by all that waited. */
export class CommitQueue {
  private waiting: Waiting[] = [];
  private running: Promise<void> | null = null;
  private isClosed = false;
  queued = 0;
  dropped = 0;

  constructor(private readonly options: CommitQueueOptions) {}

  push(batch: EngineBatch): Promise<void> {
    const { maxQueued = 1_000_000 } = this.options;
    if (this.isClosed) return Promise.reject(new AppError('unavailable', 'Nines is stopping. Send the samples again.', { retryAfterSeconds: 5 }));
    // One that alone is larger must get through some time.
    if (this.queued > 0 && this.queued + batch.size > maxQueued) {
      this.dropped += batch.size;
      const message = `The queue of samples is full (${this.queued} wait). Send them again, and slower.`;
      return Promise.reject(new AppError('unavailable', message, { retryAfterSeconds: 2 }));
    }
    this.queued += batch.size;
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Takes nothing more; resolves when everything that was pushed is settled. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.drain();
  }

  /** Resolves when everything that was pushed is settled. */
  async drain(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const taken = this.take();
      try {
        await this.options.commit(taken.map(({ batch }) => batch));
        for (const { resolve } of taken) resolve();
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
      for (const { batch } of taken) this.queued -= batch.size;
      this.options.between();
    }
    this.running = null;
  }

  private take(): Waiting[] {
    let samples = 0;
    let count = 0;
    for (const { batch } of this.waiting) {
      if (count > 0 && samples + batch.size > commitSamples) break;
      samples += batch.size;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}
