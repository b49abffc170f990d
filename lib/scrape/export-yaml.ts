import { stringify } from 'yaml';
import { formatDurationMs } from './duration';
import { hiddenSecret } from './import-sections';
import { RelabelRule } from './relabel-rule';
import { ScrapeJobInput, type ScrapeSettings } from './schemas';

/** The jobs as a `scrape_configs` section of a Prometheus configuration. Secrets are written as `<secret>`; jobs that are off are left out. */
export function exportScrapeConfigs(jobs: readonly ScrapeSettings[]): string {
  return stringify({ scrape_configs: jobs.filter(({ isEnabled }) => isEnabled).map(configOf) }, { lineWidth: 0 });
}

const usual = ScrapeJobInput.parse({ name: 'usual' });

function configOf(job: ScrapeSettings): Record<string, unknown> {
  const config: Record<string, unknown> = {
    job_name: job.name,
    scrape_interval: formatDurationMs(job.scrapeIntervalMs),
    scrape_timeout: formatDurationMs(job.scrapeTimeoutMs),
  };
  const add = (key: string, value: unknown, isUsual: boolean) => {
    if (!isUsual) config[key] = value;
  };
  add('metrics_path', job.metricsPath, job.metricsPath === usual.metricsPath);
  add('scheme', job.scheme, job.scheme === usual.scheme);
  add('params', job.params, Object.keys(job.params).length === 0);
  add('honor_labels', job.honorLabels, job.honorLabels === usual.honorLabels);
  add('honor_timestamps', job.honorTimestamps, job.honorTimestamps === usual.honorTimestamps);
  add('follow_redirects', job.followRedirects, job.followRedirects === usual.followRedirects);
  add('sample_limit', job.sampleLimit, job.sampleLimit === 0);
  add('label_limit', job.labelLimit, job.labelLimit === 0);
  add('label_name_length_limit', job.labelNameLengthLimit, job.labelNameLengthLimit === 0);
  add('label_value_length_limit', job.labelValueLengthLimit, job.labelValueLengthLimit === 0);
  add('body_size_limit', `${job.bodySizeLimitBytes}B`, job.bodySizeLimitBytes === usual.bodySizeLimitBytes);
  add('target_limit', job.targetLimit, job.targetLimit === 0);
  Object.assign(config, securityOf(job));
  add('static_configs', job.staticConfigs.map(({ targets, labels }) => (Object.keys(labels).length > 0 ? { targets, labels } : { targets })), job.staticConfigs.length === 0);
  if (job.fileDiscovery) config.file_sd_configs = [{ files: job.fileDiscovery.paths, refresh_interval: formatDurationMs(job.fileDiscovery.refreshMs) }];
  add('relabel_configs', job.relabelConfigs.map(ruleOf), job.relabelConfigs.length === 0);
  add('metric_relabel_configs', job.metricRelabelConfigs.map(ruleOf), job.metricRelabelConfigs.length === 0);
  return config;
}

function securityOf({ headers, auth, tls }: ScrapeSettings): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  if (auth.type === 'basic') config.basic_auth = { username: auth.username, password: hiddenSecret };
  if (auth.type === 'bearer') config.authorization = { type: 'Bearer', credentials: hiddenSecret };
  const tlsConfig = {
    ...(tls.ca === null ? {} : { ca: tls.ca }),
    ...(tls.clientCert === null ? {} : { cert: tls.clientCert, key: hiddenSecret }),
    ...(tls.serverName === null ? {} : { server_name: tls.serverName }),
    ...(tls.insecureSkipVerify ? { insecure_skip_verify: true } : {}),
  };
  if (Object.keys(tlsConfig).length > 0) config.tls_config = tlsConfig;
  if (headers.length > 0) config.http_headers = Object.fromEntries(headers.map(({ name }) => [name, { secrets: [hiddenSecret] }]));
  return config;
}

const usualRule = RelabelRule.parse({ targetLabel: 'usual' });

function ruleOf(rule: RelabelRule): Record<string, unknown> {
  const names = { sourceLabels: 'source_labels', separator: 'separator', regex: 'regex', modulus: 'modulus', targetLabel: 'target_label', replacement: 'replacement' } as const;
  const set = (Object.keys(names) as (keyof typeof names)[]).filter((field) =>
    field === 'sourceLabels' || field === 'targetLabel' ? rule[field].length > 0 : rule[field] !== usualRule[field],
  );
  return { ...Object.fromEntries(set.map((field) => [names[field], rule[field]])), action: rule.action };
}
