import { describe, expect, it } from 'vitest';
import { createHourlyLimit } from './hourly-limit';

const now = Date.parse('2026-03-28T03:00:00Z');

describe('createHourlyLimit', () => {
  it('allows so many within any hour, each subject by itself', () => {
    const limit = createHourlyLimit(2);
    expect([0, 1, 2].map((second) => limit.take('a', now + second * 1_000))).toEqual([true, true, false]);
    expect(limit.take('b', now)).toBe(true);
    expect(limit.take('a', now + 3_600_000)).toBe(true);
    expect(limit.take('a', now + 3_600_500)).toBe(false);
  });

  it('is not held up by a clock that was ahead', () => {
    const limit = createHourlyLimit(1);
    limit.take('a', now + 86_400_000);
    expect(limit.take('a', now)).toBe(true);
  });

  it('stays bounded, and forgets the one that was quiet for the longest', () => {
    const limit = createHourlyLimit(1, 2);
    for (const subject of ['a', 'b', 'a', 'c']) limit.take(subject, now);
    expect(limit.take('a', now)).toBe(false);
    expect(limit.take('b', now)).toBe(true);
  });
});
