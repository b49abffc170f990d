import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Parameters } from '@/lib/prometheus-api/parameters';
import type { TenantRef } from '@/lib/tenants';
import type { Log } from '@/server/log';
import { defaultEngineSettings } from '@/server/metrics/engine/engine-settings';
import type { PrometheusTargets } from '@/server/scrape/prometheus-targets';
import type { RequestGate } from './request-gate';

export interface QueryLimits {
  /** What a query may take when it names no timeout, and at most. */
  queryTimeoutMs: number;
  /** Bytes of one answer before compression. */
  maxAnswerBytes: number;
  /** Series, names or values of one answer of `/series`, `/labels` and `/label/{name}/values`. */
  maxFound: number;
}

export const defaultQueryLimits: QueryLimits = { queryTimeoutMs: defaultEngineSettings.queryTimeoutMs, maxAnswerBytes: 64 * 1024 * 1024, maxFound: 100_000 };

/** What the query API shows of other features, each for one tenant. The objects are sent as they are. */
export interface ShownFeatures {
  /** All targets of `/api/v1/targets`; its parameters choose among them here. */
  targets?(tenant: TenantRef): PrometheusTargets | Promise<PrometheusTargets>;
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
  gate: RequestGate;
}
