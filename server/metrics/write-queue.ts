import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/lib/errors';
import type { Sample } from '@/lib/metrics/sample';
import type { TenantRef } from '@/lib/tenants';
import type { Log } from '@/server/log';
import { writeError, writeFailureOf } from './write-failure';

export interface WriteQueue {
  push(tenant: TenantRef, samples: readonly Sample[]): Promise<void>;
  /** Samples waiting or being written, and samples refused because the queue was full. */
  stats(): { queued: number; dropped: number };
  /** Resolves when everything that was pushed is settled. */
  drain(): Promise<void>;
}

interface WriteQueueOptions {
  write: (tenant: TenantRef, samples: readonly Sample[]) => Promise<void>;
  log: Log;
  maxQueued?: number;
  batchSamples?: number;
  retryMs?: number;
}

interface Append {
  samples: readonly Sample[];
  resolve: () => void;
  reject: (error: AppError) => void;
}

/**
 * Group commit: while one batch of a tenant is being written, the next one gathers, so the cost of a commit is shared by all that waited.
 * One batch a tenant is under way at a time, which keeps the order of writes.
 */
export function createWriteQueue({ write, log, maxQueued = 500_000, batchSamples = 50_000, retryMs = 10_000 }: WriteQueueOptions): WriteQueue {
  const waiting = new Map<number, Append[]>();
  const running = new Map<number, Promise<void>>();
  let queued = 0;
  let dropped = 0;

  async function run(tenant: TenantRef): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const batch = takeBatch(waiting.get(tenant.number) ?? [], batchSamples);
      if (batch.length === 0) break;
      await settle(tenant, batch);
      for (const { samples } of batch) queued -= samples.length;
    }
    waiting.delete(tenant.number);
    running.delete(tenant.number);
  }

  async function settle(tenant: TenantRef, batch: readonly Append[]): Promise<void> {
    try {
      const [only] = batch;
      await withRetries(() => write(tenant, batch.length === 1 && only ? only.samples : batch.flatMap(({ samples }) => samples)));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length > 1 && writeFailureOf(error) === 'refused') {
        // Halving finds the append that is at fault in few writes, and stores the others.
        const middle = Math.ceil(batch.length / 2);
        await settle(tenant, batch.slice(0, middle));
        await settle(tenant, batch.slice(middle));
        return;
      }
      if (writeFailureOf(error) !== 'refused') log.error({ err: error, tenant: tenant.number }, 'samples could not be stored');
      for (const { reject } of batch) reject(writeError(error));
    }
  }

  async function withRetries(attempt: () => Promise<void>): Promise<void> {
    const giveUpAt = performance.now() + retryMs;
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      try {
        return await attempt();
      } catch (error) {
        if (writeFailureOf(error) !== 'transient' || performance.now() + delayMs > giveUpAt) throw error;
        log.warn({ err: error }, 'writing samples again after a lost connection');
        await sleep(delayMs);
      }
    }
  }

  return {
    push: (tenant, samples) => {
      if (samples.length === 0) return Promise.resolve();
      if (queued + samples.length > maxQueued) {
        dropped += samples.length;
        const message = `The queue of samples is full (${queued} wait). Send them again, and slower.`;
        return Promise.reject(new AppError('unavailable', message, { retryAfterSeconds: 2 }));
      }
      queued += samples.length;
      const settled = new Promise<void>((resolve, reject) => {
        const appends = waiting.get(tenant.number) ?? [];
        waiting.set(tenant.number, appends);
        appends.push({ samples, resolve, reject });
      });
      if (!running.has(tenant.number)) running.set(tenant.number, run(tenant));
      return settled;
    },
    stats: () => ({ queued, dropped }),
    drain: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

/** Removes from the front: at least one append, and no more than fit. */
function takeBatch(appends: Append[], maxSamples: number): Append[] {
  let total = 0;
  let count = 0;
  for (const { samples } of appends) {
    if (count > 0 && total + samples.length > maxSamples) break;
    total += samples.length;
    count += 1;
  }
  return appends.splice(0, count);
}
