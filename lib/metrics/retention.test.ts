import { describe, expect, it } from 'vitest';
import { planRead } from './retention';

const now = Date.UTC(2026, 0, 15, 12, 0, 30);
const minute = 60_000;
const hour = 60 * minute;

describe('planRead', () => {
  it.each([
    ['15 minutes by the second', 15 * minute, 5_000, '1s', 5_000],
    ['an hour by 10 seconds', hour, 10_000, '1s', 10_000],
    ['6 hours by the minute', 6 * hour, minute, '1m', minute],
    ['an hour by the minute', hour, minute, '1m', minute],
    ['24 hours by 5 minutes', 24 * hour, 5 * minute, '1m', 5 * minute],
    ['24 hours by 5 seconds: not finer than what is kept', 24 * hour, 5_000, '1m', minute],
    ['24 hours by 90 seconds: rounded up', 24 * hour, 90_000, '1m', 2 * minute],
    ['7 days by half an hour', 168 * hour, 30 * minute, '1h', hour],
    ['30 days by 2 hours', 720 * hour, 2 * hour, '1h', 2 * hour],
    ['beyond everything kept', 500 * 24 * hour, 24 * hour, '1h', 24 * hour],
  ] as const)('%s', (_, durationMs, stepMs, resolution, expectedStepMs) => {
    const plan = planRead({ fromMs: now - durationMs, toMs: now, stepMs }, now);
    expect(plan).toMatchObject({ resolution, stepMs: expectedStepMs });
    expect(plan.fromMs % plan.stepMs).toBe(0);
    expect(plan.toMs % plan.stepMs).toBe(0);
    expect(plan.fromMs).toBeLessThanOrEqual(now - durationMs);
    expect(plan.toMs).toBeGreaterThanOrEqual(now);
  });
});
