import { expect, test } from 'vitest';
import { tick, valuesOf } from './fixture';
import { createServiceSource } from './service';

test('without a request the response time and error rate are unknown, not zero', async () => {
  const source = createServiceSource({ snapshot: () => ({ responseTimeSeconds: null, activeConnections: 2, errorRatePercent: null, throughputPerSecond: 0 }) });
  const { readings, unknown } = await source.collect(tick(0));
  source.close?.();
  expect(unknown.slice(0, 2)).toEqual([
    { source: 'service:response-time', reason: 'No request in the last minute.' },
    { source: 'service:error-rate', reason: 'No request in the last minute.' },
  ]);
  expect(valuesOf({ readings, unknown })).toMatchObject({ 'nines_active_connections{}': 2, 'nines_throughput_per_second{}': 0 });
});

test('each percentile is a series', async () => {
  const source = createServiceSource({ snapshot: () => ({ responseTimeSeconds: { p50: 0.1, p95: 0.2, p99: 0.3 }, activeConnections: 2, errorRatePercent: 1.5, throughputPerSecond: 7 }) });
  const sample = await source.collect(tick(0));
  source.close?.();
  expect(valuesOf(sample)).toMatchObject({
    'nines_response_time_seconds{50}': 0.1, 'nines_response_time_seconds{95}': 0.2, 'nines_response_time_seconds{99}': 0.3, 'nines_error_rate_percent{}': 1.5,
  });
});

test('a loop that is blocked right after a tick shows in one of the next two', async () => {
  const source = createServiceSource({ snapshot: () => ({ responseTimeSeconds: null, activeConnections: 0, errorRatePercent: null, throughputPerSecond: 0 }) });
  const someTurns = () => new Promise((resolve) => setTimeout(resolve, 120));
  await someTurns();
  await source.collect(tick(0));
  const until = performance.now() + 150;
  while (performance.now() < until);
  await someTurns();
  const seen = [valuesOf(await source.collect(tick(1000))), valuesOf(await source.collect(tick(2000)))].map((values) => values['nines_event_loop_delay_seconds{99}'] ?? 0);
  source.close?.();
  expect(Math.max(...seen)).toBeGreaterThan(0.1);
});
