import { describe, expect, it } from 'vitest';
import { allowedFailures, stepThrottle, throttleSubjects, type ThrottleState } from './throttle';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);

function attempts(count: number, everyMs: number): { allowed: number; last: ThrottleState | null } {
  let state: ThrottleState | null = null;
  let allowed = 0;
  for (let index = 0; index < count; index += 1) {
    const decision = stepThrottle(state, 'pair', start + index * everyMs);
    if (!decision.allowed) continue;
    allowed += 1;
    state = decision.next;
  }
  return { allowed, last: state };
}

describe('stepThrottle', () => {
  it.each(throttleSubjects)('allows as many failures as the subject %s may have, then locks', (subject) => {
    let state: ThrottleState | null = null;
    for (let index = 0; index < allowedFailures[subject]; index += 1) {
      const decision = stepThrottle(state, subject, start);
      expect(decision.allowed).toBe(true);
      if (decision.allowed) state = decision.next;
    }
    expect(stepThrottle(state, subject, start + 1)).toEqual({ allowed: false, retryAfterMs: 29_999 });
  });

  it('lets a guesser try fewer than 20 passwords in an hour at one a second', () => {
    expect(attempts(3_600, 1_000).allowed).toBeLessThan(20);
  });

  it('doubles the lock with each failure after it, up to 15 minutes', () => {
    const locked = stepThrottle({ failures: 40, lastFailureAt: start, lockedUntil: null }, 'pair', start + 1);
    expect(locked).toEqual({ allowed: true, next: { failures: 41, lastFailureAt: start + 1, lockedUntil: start + 1 + 15 * 60_000 } });
  });

  it('forgets failures after an hour of quiet', () => {
    const decision = stepThrottle({ failures: 9, lastFailureAt: start, lockedUntil: null }, 'pair', start + 60 * 60_000);
    expect(decision).toEqual({ allowed: true, next: { failures: 1, lastFailureAt: start + 60 * 60_000, lockedUntil: null } });
  });
});
