import { networkOf } from '@/lib/auth/network';
import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import { AppError } from '@/lib/errors';

/** Unknown links that one network may try: old messages are followed now and then, a guesser costs no database. */
const limits = { capacity: 20, perSecond: 0.2 };
const maxNetworks = 10_000;

export interface LinkGuesses {
  /** Throws AppError `too_many_requests` while the network has used up its wrong links. */
  assertMayTry(address: string, now: number): void;
  /** Counts a link that there is not. */
  countWrong(address: string, now: number): void;
}

export function createLinkGuesses(): LinkGuesses {
  const buckets = new Map<string, TokenBucket>();
  return {
    assertMayTry(address, now) {
      if (refill(buckets.get(networkOf(address)), limits, now).tokens >= 1) return;
      throw new AppError('too_many_requests', 'Too many links that do not exist were tried from this address. Open the newest message in a minute.', { retryAfterSeconds: 60 });
    },
    countWrong(address, now) {
      const network = networkOf(address);
      const bucket = refill(buckets.get(network), limits, now);
      buckets.delete(network);
      if (buckets.size >= maxNetworks) buckets.delete(buckets.keys().next().value ?? '');
      buckets.set(network, { tokens: Math.max(0, bucket.tokens - 1), at: now });
    },
  };
}
