import { setImmediate } from 'node:timers/promises';
import { AppError } from '@/lib/errors';

/** Regular expressions that take long on long labels must hold up neither others nor a connection; both in milliseconds. */
const atOnceMs = 20;
const mostMs = 3_000;

/**
 * To be awaited after each alert that expressions of a request were run on, while no connection is held: lets others run every 20 ms, and throws AppError
 * `invalid` after 3 s. `field` is what the expressions came in.
 */
export function createPatience(field: string): () => Promise<void> | null {
  const beganAt = performance.now();
  let pausedAt = beganAt;
  return () => {
    const at = performance.now();
    if (at - beganAt > mostMs) throw new AppError('invalid', `${field}: the regular expressions take too long on the labels of the alerts. Use simpler ones.`);
    if (at - pausedAt < atOnceMs) return null;
    return setImmediate().then(() => {
      pausedAt = performance.now();
    });
  };
}
