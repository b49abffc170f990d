/** A bucket that refills steadily: bursts up to `capacity`, then `perSecond`. */
export interface TokenBucket {
  tokens: number;
  /** Milliseconds since 1970 of the last change. */
  at: number;
}

export interface BucketLimits {
  capacity: number;
  perSecond: number;
}

/** The bucket at `now`, refilled for the time that passed; a new one is full. */
export function refill(bucket: TokenBucket | undefined, limits: BucketLimits, now: number): TokenBucket {
  return { tokens: bucket ? refilled(bucket.tokens, bucket.at, limits, now) : limits.capacity, at: now };
}

/** The tokens at `now` of a bucket that had `tokens` at `at`, without an object for it. A clock that went back adds nothing. */
export function refilled(tokens: number, at: number, { capacity, perSecond }: BucketLimits, now: number): number {
  return Math.min(capacity, tokens + (Math.max(0, now - at) / 1000) * perSecond);
}
