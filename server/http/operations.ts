import { createHash, timingSafeEqual } from 'node:crypto';
import { healthMetrics, type HealthMetric } from '@/lib/health/metrics';
import { renderExposition, type MetricFamily } from '@/lib/metrics/exposition';
import { limitKinds } from '@/lib/settings/limit-settings';
import type { EngineStats } from '@/server/metrics/engine/engine-options';
import type { Runtime } from '@/server/runtime';
import { jsonAnswer, type Answer, type RouteRequest } from './answer';
import { durationBounds } from './request-stats';

/** Reasons why this node should get no traffic now; none means ready. */
type ReadinessReasons = () => string[];

export interface OperationsOptions {
  runtime: Runtime;
  reasons: ReadinessReasons;
  /** Null when another program stores the metrics. */
  storage: () => EngineStats | null;
}

/** The answers for machines: alive, ready, and the metrics in Prometheus text. */
export function createOperations({ runtime, reasons, storage }: OperationsOptions): Record<string, (request: RouteRequest) => Answer> {
  return {
    '/healthz': () => jsonAnswer({ status: 'alive' }),
    '/readyz': () => {
      const found = reasons();
      const isReady = found.length === 0;
      return jsonAnswer({ status: isReady ? 'ready' : 'not ready', reasons: found }, isReady ? 200 : 503);
    },
    '/metrics': (request): Answer => {
      const token = runtime.config.metricsToken;
      if (token && !isSame(request.headers.get('authorization') ?? '', `Bearer ${token}`)) {
        return { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: 'Send Authorization: Bearer with METRICS_TOKEN.\n' };
      }
      const body = renderExposition([...healthFamilies(runtime), ...requestFamilies(runtime), ...limitFamilies(runtime), ...processFamilies(runtime), ...storageFamilies(storage())]);
      return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' }, body };
    },
  };
}

/** Compares in a time that does not tell how much of it is right. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function healthFamilies({ health }: Runtime): MetricFamily[] {
  const readings = health.latestSample()?.readings ?? [];
  return (Object.keys(healthMetrics) as HealthMetric[]).map((name) => ({
    name,
    type: healthMetrics[name].type,
    help: healthMetrics[name].help,
    samples: readings.filter((reading) => reading.name === name),
  }));
}

function requestFamilies({ requests }: Runtime): MetricFamily[] {
  const routes = [...requests.routes()];
  return [
    {
      name: 'nines_http_requests_total',
      type: 'counter',
      help: 'Requests answered, by route, method and status.',
      samples: routes.flatMap(({ route, method, byStatus }) =>
        [...byStatus].map(([status, value]) => ({ labels: { route, method, status: String(status) }, value })),
      ),
    },
    {
      name: 'nines_http_request_duration_seconds',
      type: 'histogram',
      help: 'Time from a request to the end of its answer, by route and method.',
      samples: routes.flatMap(({ route, method, buckets, count, sumSeconds }) => [
        ...durationBounds.map((bound, index) => ({
          suffix: '_bucket' as const,
          labels: { route, method, le: String(bound) },
          value: buckets[index] ?? 0,
        })),
        { suffix: '_bucket' as const, labels: { route, method, le: '+Inf' }, value: count },
        { suffix: '_sum' as const, labels: { route, method }, value: sumSeconds },
        { suffix: '_count' as const, labels: { route, method }, value: count },
      ]),
    },
  ];
}

function limitFamilies({ limits }: Runtime): MetricFamily[] {
  return [
    {
      name: 'nines_http_rate_limited_total',
      type: 'counter',
      help: 'Requests refused because too many came, by what was counted.',
      samples: limitKinds.map((by) => ({ labels: { by }, value: limits.refusals.totals[by] })),
    },
  ];
}

function processFamilies({ database, hub }: Runtime): MetricFamily[] {
  const { pool } = database;
  const cpu = process.cpuUsage();
  return [
    {
      name: 'nines_database_pool_connections',
      type: 'gauge',
      help: 'Connections to the database by state.',
      samples: [
        { labels: { state: 'idle' }, value: pool.idleCount },
        { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
      ],
    },
    gauge('nines_database_pool_waiting', 'Callers that wait for a connection.', pool.waitingCount),
    gauge('nines_sockets', 'Open live sockets.', hub.sockets()),
    gauge('process_resident_memory_bytes', 'Resident memory of the Node process.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'Start of the process since 1970.', Math.round(Date.now() / 1000 - process.uptime())),
    counter('process_cpu_seconds_total', 'CPU time of the Node process.', (cpu.user + cpu.system) / 1e6),
  ];
}

function storageFamilies(stats: EngineStats | null): MetricFamily[] {
  if (!stats) return [];
  return [
    gauge('nines_metric_series', 'Series that are known.', stats.series),
    gauge('nines_metric_series_active', 'Series with a sample within two hours.', stats.activeSeries),
    gauge('nines_metric_writer_queued', 'Samples accepted and not yet durable.', stats.queued),
    gauge('nines_metric_unsealed_bytes', 'Memory that holds samples which are not sealed yet.', stats.unsealedBytes),
    counter('nines_metric_writer_dropped_total', 'Samples refused because the queue was full.', stats.dropped),
    counter('nines_metric_samples_appended_total', 'Samples stored.', stats.appended),
    counter('nines_metric_samples_duplicate_total', 'Samples that were there already.', stats.duplicates),
    counter('nines_metric_samples_sealed_total', 'Samples moved to compressed chunks.', stats.sealedSamples),
    {
      name: 'nines_metric_samples_refused_total',
      type: 'counter',
      help: 'Samples refused, by reason.',
      samples: [...stats.refused].map(([reason, value]) => ({ labels: { reason }, value })),
    },
  ];
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'gauge', help, samples: [{ labels: {}, value }] };
}

function counter(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'counter', help, samples: [{ labels: {}, value }] };
}
