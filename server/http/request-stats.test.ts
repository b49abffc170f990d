import { describe, expect, it } from 'vitest';
import { createRequestStats, durationBounds } from './request-stats';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);

describe('snapshot', () => {
  it('knows nothing of times and errors before the first answer', () => {
    expect(createRequestStats(() => 3).snapshot(start)).toEqual({ responseTimeSeconds: null, activeConnections: 3, errorRatePercent: null, throughputPerSecond: 0 });
  });

  it('tells percentiles within 5 percent', () => {
    const stats = createRequestStats(() => 0);
    for (let milliseconds = 1; milliseconds <= 1_000; milliseconds += 1) stats.observe('/api/a', 'GET', 200, milliseconds / 1_000, start);
    const { p50 = 0, p95 = 0, p99 = 0 } = stats.snapshot(start).responseTimeSeconds ?? {};
    for (const [told, right] of [[p50, 0.5], [p95, 0.95], [p99, 0.99]] as const) expect(Math.abs(told / right - 1)).toBeLessThan(0.05);
  });

  it('forgets after a minute, also when nothing came since', () => {
    const stats = createRequestStats(() => 0);
    stats.observe('/api/a', 'GET', 500, 0.1, start);
    expect(stats.snapshot(start + 59_999).errorRatePercent).toBe(100);
    expect(stats.snapshot(start + 60_000).errorRatePercent).toBeNull();
    expect(stats.snapshot(start + 3_600_000).errorRatePercent).toBeNull();
  });

  it('counts answers of 500 and above as errors, those that blame the caller not', () => {
    const stats = createRequestStats(() => 0);
    for (const status of [200, 302, 400, 401, 404, 413, 429, 500]) stats.observe('/api/a', 'GET', status, 0.1, start);
    expect(stats.snapshot(start).errorRatePercent).toBe(12.5);
  });

  it('tells the rate of the last ten whole seconds', () => {
    const stats = createRequestStats(() => 0);
    for (let second = 0; second < 20; second += 1) for (let index = 0; index < 5; index += 1) stats.observe('/api/a', 'GET', 200, 0.1, start + second * 1_000);
    expect(stats.snapshot(start + 20_500).throughputPerSecond).toBe(5);
    expect(stats.snapshot(start + 25_000).throughputPerSecond).toBe(2.5);
    expect(stats.snapshot(start + 31_000).throughputPerSecond).toBe(0);
  });

  it('survives a clock that goes back', () => {
    const stats = createRequestStats(() => 0);
    stats.observe('/api/a', 'GET', 200, 0.1, start);
    stats.observe('/api/a', 'GET', 200, 0.1, start - 3_600_000);
    expect(stats.snapshot(start - 3_600_000).errorRatePercent).toBe(0);
  });
});

describe('routes', () => {
  it('counts each route and method by bound and status for ever', () => {
    const stats = createRequestStats(() => 0);
    stats.observe('/api/a', 'GET', 200, 0.001, start);
    stats.observe('/api/a', 'GET', 404, 0.3, start);
    stats.observe('/api/a', 'GET', 200, 99, start + 3_600_000);
    stats.observe('/api/a', 'POST', 200, 0.1, start);
    const [first, second] = [...stats.routes()];
    expect(second).toMatchObject({ route: '/api/a', method: 'POST', count: 1 });
    expect(first).toMatchObject({ route: '/api/a', method: 'GET', count: 3, sumSeconds: 99.301 });
    expect([...(first?.byStatus ?? [])]).toEqual([[200, 2], [404, 1]]);
    expect(first?.buckets).toEqual(durationBounds.map((bound) => (bound >= 0.3 ? 2 : 1)));
  });
});
