import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { jsonData } from './feature-endpoints';
import type { PrometheusApiOptions, QueryLimits } from './options';

/** The version of Prometheus whose API and language this is: clients decide by it what they may ask for. */
const apiVersion = '3.0.0';

type Answering = (request: WireRequest) => Promise<Answer>;

/** `/api/v1/status/buildinfo`. Without `features`, by which Grafana would take Nines for Mimir. */
export function createBuildInfo({ version }: Pick<PrometheusApiOptions, 'version'>, limits: QueryLimits): Answering {
  const info = { application: 'Nines', version: apiVersion, revision: version, branch: '', buildUser: '', buildDate: '', goVersion: '', ninesVersion: version };
  return (request) => jsonData(request, limits, info);
}

/** `/api/v1/status/runtimeinfo`: what of it Nines has. */
export function createRuntimeInfo({ startedAtMs }: Pick<PrometheusApiOptions, 'startedAtMs'>, limits: QueryLimits): Answering {
  const startTime = new Date(startedAtMs).toISOString();
  return (request) =>
    jsonData(request, limits, { startTime, serverTime: new Date().toISOString(), reloadConfigSuccess: true, lastConfigTime: startTime, corruptionCount: 0 });
}

/** `/api/v1/status/config`: scrape jobs are stored in the database and not shown here, for they hold credentials. */
export function createConfig(limits: QueryLimits): Answering {
  return (request) => jsonData(request, limits, { yaml: '# Nines has no configuration file.\nglobal: {}\n' });
}

/** `/api/v1/status/flags`: the limits of queries by the names that Prometheus gives them. */
export function createFlags(limits: QueryLimits): Answering {
  return (request) => jsonData(request, limits, { 'query.timeout': `${limits.queryTimeoutMs / 1000}s`, 'web.enable-remote-write-receiver': 'true', 'web.enable-otlp-receiver': 'true' });
}
