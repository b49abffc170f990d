import { AppError } from '@/lib/errors';

/** Bytes of request bodies that this process holds at once, whoever sent them. */
export interface ByteBudget {
  /** Throws AppError `unavailable` (worth another try) when that many more would be too many. */
  take(bytes: number): void;
  release(bytes: number): void;
}

/** Bounds what bodies may cost in memory: one body is bounded by its endpoint, all of them together by this. */
export function createByteBudget(maxBytes: number): ByteBudget {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > maxBytes) {
        throw new AppError('unavailable', 'Too much is being sent at once. Try again in a moment.', { retryAfterSeconds: 1 });
      }
      held += bytes;
    },
    release(bytes) {
      held -= bytes;
    },
  };
}
