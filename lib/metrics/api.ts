import { endpoint } from '@/lib/endpoint';
import { metricLimits, MetricsAnswer, PushMetrics, PushReceipt, QueryMetrics } from './schemas';

export const pushMetrics = endpoint({
  method: 'POST',
  path: '/api/monitoring/metrics',
  permission: 'monitoring.write',
  summary: 'Record one or many samples; answered when all of them are durable',
  body: PushMetrics,
  response: PushReceipt,
  maxBodyBytes: metricLimits.bodyBytes,
});

export const queryMetrics = endpoint({
  method: 'GET',
  path: '/api/monitoring/metrics',
  permission: 'monitoring.read',
  summary: 'Points of every series that a selector matches',
  query: QueryMetrics,
  response: MetricsAnswer,
});
