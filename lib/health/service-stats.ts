/** What Nines knows about its own HTTP service at a time. */
interface ServiceSnapshot {
  /** Over the last minute; null when nothing was answered in it. */
  responseTimeSeconds: { p50: number; p95: number; p99: number } | null;
  /** Open HTTP and websocket connections. */
  activeConnections: number;
  /** Answers with status 5xx over the last minute, of all, 0 to 100; null when nothing was answered in it. */
  errorRatePercent: number | null;
  /** Requests answered a second, over the last 10 seconds. */
  throughputPerSecond: number;
}

export interface ServiceStats {
  /** `at` in milliseconds since 1970. */
  snapshot(at: number): ServiceSnapshot;
}
