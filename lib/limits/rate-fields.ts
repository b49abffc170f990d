import type { BucketLimits } from '@/lib/auth/token-bucket';

/** The two header fields of a limit, as structured fields (draft-ietf-httpapi-ratelimit-headers-11, sections 3 and 4). */
export interface RateFields {
  policy: string;
  limit: string;
}

/** Seconds in which an empty bucket is full again: the window in which the whole quota can be used once. */
function windowSeconds({ capacity, perSecond }: BucketLimits): number {
  return Math.max(1, Math.ceil(capacity / perSecond));
}

/** An item of RateLimit-Policy: the burst as quota, and the seconds in which it is given anew. */
export function policyItem(name: string, limits: BucketLimits): string {
  return `"${name}";q=${limits.capacity};w=${windowSeconds(limits)}`;
}

/** An item of RateLimit: what is left, and the seconds after which all of the quota is there again. */
export function limitItem(name: string, left: number, { capacity, perSecond }: BucketLimits): string {
  const whole = left > 0 ? Math.floor(left) : 0;
  return `"${name}";r=${whole};t=${Math.ceil((capacity - whole) / perSecond)}`;
}

/** Seconds until there is a token again when `missing` of one is missing; for Retry-After (RFC 9110, section 10.2.3). */
export function retryAfterSeconds(missing: number, { perSecond }: BucketLimits): number {
  return Math.max(1, Math.ceil(missing / perSecond));
}
