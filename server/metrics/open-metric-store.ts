import type pg from 'pg';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Config } from '@/server/config';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { engineSettings } from './engine/engine-settings';
import { MetricEngine } from './engine/metric-engine';
import { createPrometheusMetricStore } from './prometheus/prometheus-metric-store';

interface StoreOptions {
  config: Pick<Config, 'metrics'>;
  database: Pick<Database, 'pool' | 'owner'>;
  connection: pg.ClientConfig;
  log: Log;
}

/** The store that METRICS_URL names, or else the embedded engine. */
export async function openMetricStore({ config, database, connection, log }: StoreOptions): Promise<{ metrics: MetricStore; engine: MetricEngine | null }> {
  if (config.metrics.url) return { metrics: createPrometheusMetricStore({ url: config.metrics.url, log }), engine: null };
  const { pool, owner } = database;
  const engine = await MetricEngine.open({ pool, owner, connection, log, settings: engineSettings(config.metrics) });
  return { metrics: engine, engine };
}
