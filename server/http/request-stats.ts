import { bucketCount, bucketOf, quantileOf } from '@/lib/health/latency-histogram';
import type { ServiceStats } from '@/lib/health/service-stats';

/** Upper bounds in seconds of the histogram on /metrics. */
export const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface RouteCounts {
  route: string;
  method: string;
  /** Cumulative counts by bound, without +Inf. */
  buckets: number[];
  count: number;
  sumSeconds: number;
  byStatus: Map<number, number>;
}

export interface RequestStats extends ServiceStats {
  observe(route: string, method: string, status: number, seconds: number, atMs: number): void;
  routes(): Iterable<RouteCounts>;
}

const windowSeconds = 60;
const throughputSeconds = 10;

interface Second {
  at: number;
  counts: Uint32Array;
  total: number;
  failed: number;
}

/** Counts every answered request, by route for ever and by second for the last minute. Routes are the declared ones, so they are few. */
export function createRequestStats(activeConnections: () => number): RequestStats {
  const routes = new Map<string, RouteCounts>();
  const seconds: Second[] = Array.from({ length: windowSeconds }, () => ({ at: -1, counts: new Uint32Array(bucketCount), total: 0, failed: 0 }));
  return {
    observe(route, method, status, duration, atMs) {
      countRoute(routes, route, method, status, duration);
      const second = secondOf(seconds, Math.floor(atMs / 1000));
      if (!second) return;
      const bucket = bucketOf(duration);
      second.counts[bucket] = (second.counts[bucket] ?? 0) + 1;
      second.total += 1;
      if (status >= 500) second.failed += 1;
    },
    routes: () => routes.values(),
    snapshot(atMs) {
      const now = Math.floor(atMs / 1000);
      const merged = new Uint32Array(bucketCount);
      let total = 0;
      let failed = 0;
      let recent = 0;
      for (const second of seconds) {
        if (second.at <= now - windowSeconds || second.at > now) continue;
        total += second.total;
        failed += second.failed;
        // The running second is not over: counting it would make the rate saw-toothed.
        if (second.at >= now - throughputSeconds && second.at < now) recent += second.total;
        for (let index = 0; index < bucketCount; index += 1) merged[index] = (merged[index] ?? 0) + (second.counts[index] ?? 0);
      }
      const [p50, p95, p99] = [quantileOf(merged, 0.5), quantileOf(merged, 0.95), quantileOf(merged, 0.99)];
      return {
        responseTimeSeconds: p50 === null || p95 === null || p99 === null ? null : { p50, p95, p99 },
        activeConnections: activeConnections(),
        errorRatePercent: total === 0 ? null : (failed / total) * 100,
        throughputPerSecond: recent / throughputSeconds,
      };
    },
  };
}

function secondOf(seconds: Second[], at: number): Second | undefined {
  const second = seconds[at % windowSeconds];
  if (second && second.at !== at) {
    second.at = at;
    second.counts.fill(0);
    second.total = 0;
    second.failed = 0;
  }
  return second;
}

function countRoute(routes: Map<string, RouteCounts>, route: string, method: string, status: number, seconds: number): void {
  const key = `${method} ${route}`;
  let counts = routes.get(key);
  if (!counts) {
    counts = { route, method, buckets: durationBounds.map(() => 0), count: 0, sumSeconds: 0, byStatus: new Map() };
    routes.set(key, counts);
  }
  counts.count += 1;
  counts.sumSeconds += seconds;
  counts.byStatus.set(status, (counts.byStatus.get(status) ?? 0) + 1);
  for (let index = durationBounds.length - 1; index >= 0 && seconds <= (durationBounds[index] ?? 0); index -= 1) {
    counts.buckets[index] = (counts.buckets[index] ?? 0) + 1;
  }
}
