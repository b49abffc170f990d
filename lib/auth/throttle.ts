/** What is tried for an account and counted apart: signing in by password and code; proving who one is by password, code or passkey; asking for a link to set a new password, or to confirm an address. */
export const attemptKinds = ['sign-in', 'password', 'code', 'passkey', 'reset', 'contact'] as const;

export type AttemptKind = (typeof attemptKinds)[number];

/** Failed sign-ins of one subject: an account from an address, an account, or an address. */
export interface ThrottleState {
  failures: number;
  lastFailureAt: number;
  lockedUntil: number | null;
}

export const throttleSubjects = ['pair', 'account', 'address'] as const;

export type ThrottleSubject = (typeof throttleSubjects)[number];

/** Failures that each subject may have in a row before it is locked. The wider the subject, the more people share it. */
export const allowedFailures: Record<ThrottleSubject, number> = { pair: 5, account: 20, address: 50 };

/** Failures this old count no more. */
export const forgetAfterMs = 60 * 60_000;
/** The first lock, and the longest. */
export const firstLockMs = 30_000;
export const longestLockMs = 15 * 60_000;

export type ThrottleDecision = { allowed: true; next: ThrottleState } | { allowed: false; retryAfterMs: number };

/**
 * Counts an attempt before it is tried, so that many at once gain nothing; a success clears the count afterwards.
 * Beyond the allowed failures each further one doubles the lock, from 30 s to 15 min. An hour of quiet forgets all.
 */
export function stepThrottle(previous: ThrottleState | null, subject: ThrottleSubject, now: number): ThrottleDecision {
  if (previous?.lockedUntil && previous.lockedUntil > now) return { allowed: false, retryAfterMs: previous.lockedUntil - now };
  const known = previous && now - previous.lastFailureAt < forgetAfterMs ? previous : null;
  const failures = (known?.failures ?? 0) + 1;
  const excess = failures - allowedFailures[subject];
  const lockedUntil = excess >= 0 ? now + Math.min(longestLockMs, firstLockMs * 2 ** Math.min(excess, 10)) : null;
  return { allowed: true, next: { failures, lastFailureAt: now, lockedUntil } };
}
