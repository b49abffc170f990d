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
export function refill(bucket: TokenBucket | undefined, { capacity, perSecond }: BucketLimits, now: number): TokenBucket {
  if (!bucket) return { tokens: capacity, at: now };
  const seconds = Math.max(0, now - bucket.at) / 1000;
  return { tokens: Math.min(capacity, bucket.tokens + seconds * perSecond), at: now };
}
