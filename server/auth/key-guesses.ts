import { AppError } from '@/lib/errors';
import { networkOf } from '@/lib/auth/network';
import { refill, type TokenBucket } from '@/lib/auth/token-bucket';

/** Wrong keys that one network may send: a misconfigured fleet is told, a guesser costs no database. */
export const guessLimits = { capacity: 30, perSecond: 1 };
const maxNetworks = 10_000;

export interface KeyGuesses {
  /** Throws `too_many_requests` while the network has used up its wrong keys. Keys that are known never ask. */
  assertMayTry(address: string, now: number): void;
  /** Counts a key that nobody holds. */
  countWrong(address: string, now: number): void;
}

export function createKeyGuesses(): KeyGuesses {
  const buckets = new Map<string, TokenBucket>();
  return {
    assertMayTry(address, now) {
      if (refill(buckets.get(networkOf(address)), guessLimits, now).tokens >= 1) return;
      const message = 'Too many requests with a wrong API key from this address. Correct the key, then try again in a minute.';
      throw new AppError('too_many_requests', message, { retryAfterSeconds: 60 });
    },
    countWrong(address, now) {
      const network = networkOf(address);
      const bucket = refill(buckets.get(network), guessLimits, now);
      buckets.delete(network);
      if (buckets.size >= maxNetworks) buckets.delete(buckets.keys().next().value ?? '');
      buckets.set(network, { tokens: Math.max(0, bucket.tokens - 1), at: now });
    },
  };
}
