import { ApiError } from '@/lib/prometheus-api/api-error';
import type { WireEndpoint, WireProtocol } from '@/server/http/wire';
import { createFailureAnswer } from './api-answer';
import { createAlerts, createRules, createTargets, jsonData } from './feature-endpoints';
import { defaultQueryLimits, type PrometheusApiOptions, type ReadContext } from './options';
import { createExemplarQuery, createFormatQuery, createInstantQuery, createParseQuery, createRangeQuery } from './query-endpoints';
import { createRequestGate } from './request-gate';
import { createLabels, createLabelValues, createMetadata, createSeries } from './series-endpoints';
import { createBuildInfo, createConfig, createFlags, createRuntimeInfo } from './status-endpoints';

type Described = Pick<WireEndpoint, 'methods' | 'path' | 'summary' | 'answer'>;

const get = ['GET'] as const;
const both = ['GET', 'POST'] as const;

/**
 * The Prometheus HTTP API under `/api/v1/` (https://prometheus.io/docs/prometheus/latest/querying/api/), for what reads: its parameters,
 * its JSON and its errors, each request bound to the tenant of its caller.
 */
export function createPrometheusApi(options: PrometheusApiOptions): WireProtocol {
  const limits = { ...defaultQueryLimits, ...options.limits };
  const context: ReadContext = { store: options.store, limits, gate: createRequestGate() };
  const failure = createFailureAnswer(options.log);
  const described = [...queryEndpoints(context), ...featureEndpoints(options, context), ...statusEndpoints(options, context)];
  const endpoints = described.map((each): WireEndpoint => ({ ...each, permission: 'monitoring.read', failure }));
  return { prefix: '/api/v1/', endpoints, failure };
}

function queryEndpoints(context: ReadContext): Described[] {
  return [
    { methods: both, path: '/api/v1/query', summary: 'Evaluate a PromQL expression at one time', answer: createInstantQuery(context) },
    { methods: both, path: '/api/v1/query_range', summary: 'Evaluate a PromQL expression over a range', answer: createRangeQuery(context) },
    { methods: both, path: '/api/v1/query_exemplars', summary: 'Exemplars of a selection (none are kept)', answer: createExemplarQuery(context) },
    { methods: both, path: '/api/v1/format_query', summary: 'Print a PromQL expression in its usual form', answer: createFormatQuery(context) },
    { methods: both, path: '/api/v1/parse_query', summary: 'A PromQL expression as a tree', answer: createParseQuery(context) },
    { methods: both, path: '/api/v1/series', summary: 'Series that selectors match', answer: createSeries(context) },
    { methods: both, path: '/api/v1/labels', summary: 'Names of labels', answer: createLabels(context) },
    { methods: get, path: '/api/v1/label/{name}/values', summary: 'Values of a label', answer: createLabelValues(context) },
    { methods: get, path: '/api/v1/metadata', summary: 'Type, help and unit of metrics', answer: createMetadata(context) },
  ];
}

function featureEndpoints(options: PrometheusApiOptions, { limits }: ReadContext): Described[] {
  const noAlertmanagers = { activeAlertmanagers: [], droppedAlertmanagers: [] };
  return [
    { methods: get, path: '/api/v1/targets', summary: 'Targets of scrape jobs', answer: createTargets(options, limits) },
    { methods: get, path: '/api/v1/rules', summary: 'Rules in their groups', answer: createRules(options, limits) },
    { methods: get, path: '/api/v1/alerts', summary: 'Active alerts', answer: createAlerts(options, limits) },
    { methods: get, path: '/api/v1/alertmanagers', summary: 'Alertmanagers (Nines notifies by itself)', answer: (request) => jsonData(request, limits, noAlertmanagers) },
  ];
}

function statusEndpoints(options: PrometheusApiOptions, { limits }: ReadContext): Described[] {
  return [
    { methods: get, path: '/api/v1/status/buildinfo', summary: 'The version of the API', answer: createBuildInfo(options, limits) },
    { methods: get, path: '/api/v1/status/runtimeinfo', summary: 'Since when this node runs', answer: createRuntimeInfo(options, limits) },
    { methods: get, path: '/api/v1/status/config', summary: 'An empty configuration: Nines has no such file', answer: createConfig(limits) },
    { methods: get, path: '/api/v1/status/flags', summary: 'Limits of queries', answer: createFlags(limits) },
    {
      methods: get,
      path: '/api/v1/status/tsdb',
      summary: 'Not answered: the statistics of another storage engine',
      answer: () => {
        throw new ApiError('not_found', 'Nines stores samples in PostgreSQL and has no TSDB head to describe.');
      },
    },
  ];
}
