import type { Labels } from '@/lib/metrics/sample';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Parameters } from '@/lib/prometheus-api/parameters';
import type { TenantRef } from '@/lib/tenants';
import type { Log } from '@/server/log';
import type { createReadGate } from '@/server/metrics/read-gate';

export interface QueryLimits {
  /** What a query may take when it names no timeout, and at most. */
  queryTimeoutMs: number;
  /** Bytes of one answer before compression. */
  maxAnswerBytes: number;
  /** Series, names or values of one answer of `/series`, `/labels` and `/label/{name}/values`. */
  maxFound: number;
}

export const defaultQueryLimits: QueryLimits = { queryTimeoutMs: 120_000, maxAnswerBytes: 64 * 1024 * 1024, maxFound: 100_000 };

/** A target of a scrape job, as `/api/v1/targets` shows it. Durations are in seconds, times in RFC 3339. */
interface ActiveTarget {
  discoveredLabels: Labels;
  labels: Labels;
  scrapePool: string;
  scrapeUrl: string;
  globalUrl: string;
  lastError: string;
  lastScrape: string;
  lastScrapeDuration: number;
  health: 'up' | 'down' | 'unknown';
  /** As Prometheus writes durations: `15s`. */
  scrapeInterval: string;
  scrapeTimeout: string;
}

interface TargetDiscovery {
  activeTargets: ActiveTarget[];
  droppedTargets: { discoveredLabels: Labels; scrapePool: string }[];
}

/** What the query API shows of other features, each for one tenant. The objects are sent as they are. */
export interface ShownFeatures {
  targets?(tenant: TenantRef): TargetDiscovery | Promise<TargetDiscovery>;
  /** The groups of `/api/v1/rules`; the parameters filter them. */
  rules?(tenant: TenantRef, parameters: Parameters): readonly object[] | Promise<readonly object[]>;
  /** The alerts of `/api/v1/alerts`. */
  alerts?(tenant: TenantRef): readonly object[] | Promise<readonly object[]>;
}

export interface PrometheusApiOptions extends ShownFeatures {
  store: MetricStore;
  log: Log;
  /** Of Nines. */
  version: string;
  startedAtMs: number;
  limits?: Partial<QueryLimits>;
}

/** What the endpoints that read are made of. The gate lets a tenant run a few queries at once. */
export interface ReadContext {
  store: MetricStore;
  limits: QueryLimits;
  gate: ReturnType<typeof createReadGate>;
}
