/** How often and how long one message is tried. A try that only finds out whether a channel is well again does not count as one of `attempts`. */
export const deliveryLimits = { attempts: 12, ageMs: 6 * 3_600_000, retryAfterMs: 15 * 60_000 } as const;

const shortestMs = 1_000;
const longestMs = 5 * 60_000;

/**
 * How long to wait after the try number `attempt` (from 1), in milliseconds: full jitter over an exponential bound (1 s to 5 min), as in "Exponential Backoff
 * And Jitter" of the AWS Architecture Blog, or longer where the service asked for that (Retry-After; at most 15 min). `chance` is from 0 up to 1.
 */
export function retryDelayMs(attempt: number, chance: number, retryAfterMs: number | null): number {
  const bound = Math.min(longestMs, shortestMs * 2 ** Math.min(attempt, 20));
  return Math.max(shortestMs, Math.round(bound * chance), Math.min(retryAfterMs ?? 0, deliveryLimits.retryAfterMs));
}
