import { createHash, timingSafeEqual } from 'node:crypto';
import { healthMetrics, type HealthMetric } from '@/lib/health/metrics';
import { renderExposition, type MetricFamily } from '@/lib/metrics/exposition';
import type { Runtime } from '@/server/runtime';
import { jsonAnswer, type Answer, type RouteRequest } from './answer';
import { durationBounds } from './request-stats';

/** Reasons why this node should get no traffic now; none means ready. */
type ReadinessReasons = () => string[];

export interface OperationsOptions {
  runtime: Runtime;
  reasons: ReadinessReasons;
  writer: () => { queued: number; dropped: number };
}

/** The answers for machines: alive, ready, and the metrics in Prometheus text. */
export function createOperations({ runtime, reasons, writer }: OperationsOptions): Record<string, (request: RouteRequest) => Answer> {
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
      const body = renderExposition([...healthFamilies(runtime), ...requestFamilies(runtime), ...processFamilies(runtime, writer())]);
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

function processFamilies({ database, hub }: Runtime, writer: { queued: number; dropped: number }): MetricFamily[] {
  const { pool } = database;
  const cpu = process.cpuUsage();
  const gauge = (name: string, help: string, value: number): MetricFamily => ({ name, type: 'gauge', help, samples: [{ labels: {}, value }] });
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
    gauge('nines_metric_writer_queued', 'Samples accepted and not yet durable.', writer.queued),
    {
      name: 'nines_metric_writer_dropped_total',
      type: 'counter',
      help: 'Samples refused because the queue was full.',
      samples: [{ labels: {}, value: writer.dropped }],
    },
    gauge('process_resident_memory_bytes', 'Resident memory of the Node process.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'Start of the process since 1970.', Math.round(Date.now() / 1000 - process.uptime())),
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'CPU time of the Node process.',
      samples: [{ labels: {}, value: (cpu.user + cpu.system) / 1e6 }],
    },
  ];
}
