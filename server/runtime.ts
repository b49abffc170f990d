import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Alerting } from './alerts/alerting';
import type { Config } from './config';
import type { Database } from './database/database';
import type { Checking } from './checks/checking';
import type { AccessCache } from './auth/access-cache';
import type { LiveHealth } from './health/live-health';
import type { RequestStats } from './http/request-stats';
import type { RouteModules } from './http/route-table';
import type { WireTable } from './http/wire';
import type { RateLimits } from './limits/rate-limits';
import type { MetricEngine } from './metrics/engine/metric-engine';
import type { Hub } from './realtime/hub';
import type { Retention } from './retention/retention';
import type { Scraping } from './scrape/scraping';
import type { Sealer } from './secrets/sealed';
import type { Log } from './log';

/** What `server/main.ts` wired together and handlers use. */
export interface Runtime {
  /** Of Nines. */
  version: string;
  config: Config;
  log: Log;
  database: Database;
  metrics: MetricStore;
  /** Null when another program stores the metrics. */
  engine: MetricEngine | null;
  retention: Retention;
  scrape: Scraping;
  alerting: Alerting;
  checking: Checking;
  /** Encrypts secrets that are stored. */
  sealer: Sealer;
  health: LiveHealth;
  access: AccessCache;
  requests: RequestStats;
  limits: RateLimits;
  hub: Hub;
  /** Every route of the API, for its own description. */
  routes: RouteModules;
  /** The protocols of Prometheus and OpenTelemetry. */
  wires: WireTable;
  authSecret: string;
  /** Where people reach Nines. */
  url: string;
}

const key = Symbol.for('nines.runtime');
const holder = globalThis as { [key]?: Runtime };

/** The one runtime of this process. Next's bundle has modules of its own, so it lives on `globalThis`. */
export function runtime(): Runtime {
  const found = holder[key];
  if (!found) throw new Error('Nines is not started: run it by npm start or npm run dev.');
  return found;
}

/** The same where nothing may be started, as in a command; null then. */
export function startedRuntime(): Runtime | null {
  return holder[key] ?? null;
}

export function setRuntime(value: Runtime): void {
  holder[key] = value;
}
