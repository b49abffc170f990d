import { LineCounter, parseDocument } from 'yaml';
import { AppError } from '@/lib/errors';
import { parseDurationMs } from './duration';
import { translateAuthorization, translateBasicAuth, translateFileDiscovery, translateHeaders, translateTls } from './import-sections';
import { ScrapeJobInput } from './schemas';
import { asString, isRecord, mapValues, Translation, type YamlRecord } from './translation';

/** A job of a `scrape_configs` section: translated, or with the reasons why it cannot be. */
export interface ImportedJob {
  name: string;
  job: ScrapeJobInput | null;
  /** Where and what: a job with one is not taken. */
  issues: { path: string; message: string }[];
}

const maxJobs = 500;

/**
 * Translates a pasted prometheus.yml, its `scrape_configs` list alone, or one entry of it. The `global` section gives interval and timeout.
 * Throws AppError `invalid` when it is no YAML or has no scrape configuration; what is wrong with one job is told in its issues.
 */
export function importScrapeConfigs(text: string): ImportedJob[] {
  const root = parseYaml(text);
  const global = isRecord(root) && isRecord(root.global) ? root.global : {};
  const list = Array.isArray(root) ? root : isRecord(root) && Array.isArray(root.scrape_configs) ? root.scrape_configs : isRecord(root) && 'job_name' in root ? [root] : null;
  if (!list) throw new AppError('invalid', 'There is no scrape_configs section in this text.');
  if (list.length > maxJobs) throw new AppError('invalid', `At most ${maxJobs} jobs can be imported at once; these are ${list.length}.`);
  return list.map((entry: unknown, index) => importJob(entry, index, global));
}

/** Throws AppError `invalid` that names the line, for what is no YAML or repeats itself by very many aliases. */
export function parseYaml(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const fault = document.errors[0];
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw new AppError('invalid', `This is not valid YAML (line ${line}, column ${col}): ${fault.message}`);
  }
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    throw new AppError('invalid', 'This is not valid YAML: it repeats itself by too many aliases.');
  }
}

function importJob(entry: unknown, index: number, global: YamlRecord): ImportedJob {
  const position = `scrape_configs.${index}`;
  if (!isRecord(entry)) return { name: `job ${index + 1}`, job: null, issues: [{ path: position, message: 'A job is a mapping with a job_name.' }] };
  const translation = new Translation(position);
  translateJob(entry, global, translation);
  const name = asString(entry.job_name) || `job ${index + 1}`;
  if (translation.issues.length > 0) return { name, job: null, issues: translation.issues };
  const parsed = ScrapeJobInput.safeParse(translation.job);
  if (parsed.success) return { name, job: parsed.data, issues: [] };
  const issues = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: [position, ...path.map((part) => snakeCase(String(part)))].join('.'), message }));
  return { name, job: null, issues };
}

function translateJob(entry: YamlRecord, global: YamlRecord, into: Translation): void {
  const interval = entry.scrape_interval ?? global.scrape_interval ?? '1m';
  into.duration('scrapeIntervalMs', 'scrape_interval', interval);
  if (entry.scrape_timeout !== undefined) into.duration('scrapeTimeoutMs', 'scrape_timeout', entry.scrape_timeout);
  else if (global.scrape_timeout !== undefined) {
    const globalMs = parseDurationMs(asString(global.scrape_timeout)) ?? 10_000;
    into.job.scrapeTimeoutMs = Math.min(globalMs, Number(into.job.scrapeIntervalMs ?? globalMs));
  }
  for (const [key, value] of Object.entries(entry)) {
    const translate = Object.hasOwn(sections, key) ? sections[key] : undefined;
    if (translate) translate(value, into);
    else if (key in entry && key !== 'scrape_interval' && key !== 'scrape_timeout') into.issue(key, unsupported(key));
  }
}

type Section = (value: unknown, into: Translation) => void;

const copied = (field: string): Section => (value, into) => void (into.job[field] = value);
const ignored: Section = () => undefined;

const sections: Record<string, Section> = {
  job_name: (value, into) => void (into.job.name = asString(value)),
  metrics_path: copied('metricsPath'),
  scheme: (value, into) => void (into.job.scheme = asString(value).toLowerCase()),
  params: (value, into) => void (into.job.params = isRecord(value) ? mapValues(value, (values) => (Array.isArray(values) ? values.map(asString) : values)) : value),
  honor_labels: copied('honorLabels'),
  honor_timestamps: copied('honorTimestamps'),
  follow_redirects: copied('followRedirects'),
  sample_limit: copied('sampleLimit'),
  label_limit: copied('labelLimit'),
  label_name_length_limit: copied('labelNameLengthLimit'),
  label_value_length_limit: copied('labelValueLengthLimit'),
  target_limit: copied('targetLimit'),
  body_size_limit: (value, into) => into.size('bodySizeLimitBytes', 'body_size_limit', value),
  static_configs: (value, into) => into.groups('static_configs', value),
  relabel_configs: (value, into) => into.rules('relabelConfigs', value),
  metric_relabel_configs: (value, into) => into.rules('metricRelabelConfigs', value),
  file_sd_configs: translateFileDiscovery,
  basic_auth: translateBasicAuth,
  authorization: translateAuthorization,
  bearer_token: (value, into) => translateAuthorization({ credentials: value }, into),
  tls_config: translateTls,
  http_headers: translateHeaders,
  // What these choose, Nines chooses itself, with the same samples as a result.
  enable_http2: ignored,
  enable_compression: ignored,
  scrape_protocols: ignored,
  fallback_scrape_protocol: ignored,
};

function unsupported(key: string): string {
  if (key.endsWith('_sd_configs')) {
    return `${key} is not supported: Nines finds targets by static_configs and file_sd_configs. Let a program write the targets to a file, or list them.`;
  }
  if (key.endsWith('_file')) return `${key} is not supported: give the value itself; Nines stores it encrypted.`;
  return `${key} is not supported by Nines. Remove it, if the job makes sense without it.`;
}

function snakeCase(name: string): string {
  return name.replace(/Ms$|Bytes$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
