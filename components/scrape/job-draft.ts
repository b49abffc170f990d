import { parse, stringify } from 'yaml';
import type { z } from 'zod';
import type { FieldIssue } from '@/lib/errors';
import { formatDurationMs, parseDurationMs } from '@/lib/scrape/duration';
import { exportScrapeConfigs } from '@/lib/scrape/export-yaml';
import { scrapeLimits } from '@/lib/scrape/limits';
import { ScrapeJobInput, type ScrapeSettings } from '@/lib/scrape/schemas';
import { isRecord, Translation } from '@/lib/scrape/translation';

/** What the form holds: text, as it is typed. */
export interface JobDraft {
  isEnabled: boolean;
  name: string;
  groups: { targets: string; labels: string }[];
  interval: string;
  timeout: string;
  scheme: 'http' | 'https';
  metricsPath: string;
  params: string;
  filePaths: string;
  fileRefresh: string;
  authType: 'none' | 'basic' | 'bearer';
  username: string;
  password: string;
  token: string;
  headers: { name: string; value: string }[];
  ca: string;
  serverName: string;
  insecureSkipVerify: boolean;
  clientCert: string;
  clientKey: string;
  relabelling: string;
  metricRelabelling: string;
  honorLabels: boolean;
  honorTimestamps: boolean;
  followRedirects: boolean;
  sampleLimit: string;
  labelLimit: string;
  labelNameLengthLimit: string;
  labelValueLengthLimit: string;
  bodySizeMiB: string;
  targetLimit: string;
}

const mebibyte = 1024 * 1024;

export const emptyDraft: JobDraft = {
  isEnabled: true, name: '', groups: [{ targets: '', labels: '' }], interval: '15s', timeout: '', scheme: 'http', metricsPath: '/metrics', params: '',
  filePaths: '', fileRefresh: '30s', authType: 'none', username: '', password: '', token: '', headers: [],
  ca: '', serverName: '', insecureSkipVerify: false, clientCert: '', clientKey: '', relabelling: '', metricRelabelling: '',
  honorLabels: false, honorTimestamps: true, followRedirects: true,
  sampleLimit: '', labelLimit: '', labelNameLengthLimit: '', labelValueLengthLimit: '', bodySizeMiB: String(scrapeLimits.defaultBodyBytes / mebibyte), targetLimit: '',
};

/** The form of a stored job. Its secrets are empty: they are never shown again, and empty keeps them. */
export function draftOf(job: ScrapeSettings): JobDraft {
  const limit = (value: number) => (value === 0 ? '' : String(value));
  const groups = job.staticConfigs.map(({ targets, labels }) => ({ targets: targets.join('\n'), labels: writePairs(labels) }));
  return {
    isEnabled: job.isEnabled,
    name: job.name,
    groups: groups.length > 0 ? groups : [{ targets: '', labels: '' }],
    interval: formatDurationMs(job.scrapeIntervalMs),
    timeout: formatDurationMs(job.scrapeTimeoutMs),
    scheme: job.scheme,
    metricsPath: job.metricsPath,
    params: Object.entries(job.params).flatMap(([name, values]) => values.map((value) => `${name}=${value}`)).join('\n'),
    filePaths: job.fileDiscovery?.paths.join('\n') ?? '',
    fileRefresh: formatDurationMs(job.fileDiscovery?.refreshMs ?? 30_000),
    authType: job.auth.type,
    username: job.auth.type === 'basic' ? job.auth.username : '',
    password: '', token: '',
    headers: job.headers.map(({ name }) => ({ name, value: '' })),
    ca: job.tls.ca ?? '', serverName: job.tls.serverName ?? '', insecureSkipVerify: job.tls.insecureSkipVerify, clientCert: job.tls.clientCert ?? '', clientKey: '',
    relabelling: writeRules(job, 'relabel_configs'),
    metricRelabelling: writeRules(job, 'metric_relabel_configs'),
    honorLabels: job.honorLabels, honorTimestamps: job.honorTimestamps, followRedirects: job.followRedirects,
    sampleLimit: limit(job.sampleLimit), labelLimit: limit(job.labelLimit), labelNameLengthLimit: limit(job.labelNameLengthLimit),
    labelValueLengthLimit: limit(job.labelValueLengthLimit), bodySizeMiB: String(Number((job.bodySizeLimitBytes / mebibyte).toPrecision(6))), targetLimit: limit(job.targetLimit),
  };
}

export type ReadDraft = { input: z.input<typeof ScrapeJobInput>; issues: [] } | { input: null; issues: FieldIssue[] };

/** The job that a form describes, or what is wrong with it: paths are those of the API's body, without `body` and `job`. */
export function readDraft(draft: JobDraft): ReadDraft {
  const issues: FieldIssue[] = [];
  const fault = (path: string, message: string) => void issues.push({ path, message });
  const auth = authOf(draft);
  const duration = (text: string, path: string, otherwise?: number) => {
    if (text.trim() === '' && otherwise !== undefined) return otherwise;
    const ms = parseDurationMs(text.trim());
    if (ms === null) fault(path, 'Write a duration, such as 15s or 1m30s.');
    return ms ?? 0;
  };
  const whole = (text: string, path: string) => {
    if (text.trim() === '') return 0;
    if (!/^\d{1,9}$/.test(text.trim())) fault(path, 'Write a whole number, or leave it empty for no limit.');
    return Number(text);
  };
  const paths = linesOf(draft.filePaths);
  const megabytes = Number(draft.bodySizeMiB);
  if (!Number.isFinite(megabytes) || megabytes <= 0) fault('bodySizeLimitBytes', 'Write a number of MiB above 0.');
  const input: z.input<typeof ScrapeJobInput> = {
    name: draft.name.trim(),
    isEnabled: draft.isEnabled,
    scrapeIntervalMs: duration(draft.interval, 'scrapeIntervalMs'),
    scrapeTimeoutMs: draft.timeout.trim() === '' ? undefined : duration(draft.timeout, 'scrapeTimeoutMs'),
    metricsPath: draft.metricsPath.trim() || '/metrics',
    scheme: draft.scheme,
    params: gathered(readPairs(draft.params, 'params', fault)),
    honorLabels: draft.honorLabels, honorTimestamps: draft.honorTimestamps, followRedirects: draft.followRedirects,
    sampleLimit: whole(draft.sampleLimit, 'sampleLimit'),
    labelLimit: whole(draft.labelLimit, 'labelLimit'),
    labelNameLengthLimit: whole(draft.labelNameLengthLimit, 'labelNameLengthLimit'),
    labelValueLengthLimit: whole(draft.labelValueLengthLimit, 'labelValueLengthLimit'),
    bodySizeLimitBytes: Math.round(megabytes * mebibyte) || 1,
    targetLimit: whole(draft.targetLimit, 'targetLimit'),
    staticConfigs: draft.groups
      .map(({ targets, labels }, index) => ({ targets: addressesOf(targets), labels: Object.fromEntries(readPairs(labels, `staticConfigs.${index}.labels`, fault)) }))
      .filter(({ targets }) => targets.length > 0),
    fileDiscovery: paths.length === 0 ? null : { paths, refreshMs: duration(draft.fileRefresh, 'fileDiscovery.refreshMs', 30_000) },
    relabelConfigs: readRules(draft.relabelling, 'relabelConfigs', fault),
    metricRelabelConfigs: readRules(draft.metricRelabelling, 'metricRelabelConfigs', fault),
    headers: draft.headers.filter(({ name }) => name.trim() !== '').map(({ name, value }) => ({ name: name.trim(), value: value === '' ? undefined : value })),
    auth,
    tls: {
      ca: draft.ca.trim() || null, serverName: draft.serverName.trim() || null, insecureSkipVerify: draft.insecureSkipVerify,
      clientCert: draft.clientCert.trim() || null, clientKey: draft.clientKey.trim() || undefined,
    },
  };
  if (input.staticConfigs?.length === 0 && paths.length === 0) fault('staticConfigs.0.targets', 'Give at least one target, or files that list them.');
  if (issues.length > 0) return { input: null, issues };
  const parsed = ScrapeJobInput.safeParse(input);
  if (parsed.success) return { input, issues: [] };
  return { input: null, issues: parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })) };
}

function authOf({ authType, username, password, token }: JobDraft): z.input<typeof ScrapeJobInput>['auth'] {
  switch (authType) {
    case 'none':
      return { type: 'none' };
    case 'basic':
      return { type: 'basic', username, password: password || undefined };
    case 'bearer':
      return { type: 'bearer', token: token || undefined };
  }
}

type Fault = (path: string, message: string) => void;

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}

/** Addresses stand on lines or are parted by commas and spaces; an address copied from a browser loses its scheme and path. */
function addressesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean).map((address) => address.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
}

function writePairs(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs).map(([name, value]) => `${name}=${value}`).join('\n');
}

function readPairs(text: string, path: string, fault: Fault): [string, string][] {
  return linesOf(text).map((line) => {
    const at = line.indexOf('=');
    if (at < 1) fault(path, `Write ${JSON.stringify(line)} as name=value.`);
    const value = line.slice(at + 1).trim();
    return [line.slice(0, at).trim(), /^".*"$/.test(value) ? value.slice(1, -1) : value];
  });
}

function gathered(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const [name, value] of pairs) all[name] = [...(Object.hasOwn(all, name) ? (all[name] ?? []) : []), value];
  return all;
}

/** The rules in the words of Prometheus, by way of the configuration that they are part of. */
function writeRules(job: ScrapeSettings, key: 'relabel_configs' | 'metric_relabel_configs'): string {
  const config = parse(exportScrapeConfigs([{ ...job, isEnabled: true }])) as { scrape_configs?: Record<string, unknown>[] };
  const rules = config.scrape_configs?.[0]?.[key];
  return Array.isArray(rules) && rules.length > 0 ? stringify(rules, { lineWidth: 0 }) : '';
}

function readRules(text: string, field: 'relabelConfigs' | 'metricRelabelConfigs', fault: Fault): z.input<typeof ScrapeJobInput>['relabelConfigs'] {
  if (text.trim() === '') return [];
  try {
    const found: unknown = parse(text, { prettyErrors: true });
    const inner = isRecord(found) ? Object.values(found)[0] : found;
    const translation = new Translation(field);
    translation.rules(field, inner);
    for (const { message } of translation.issues) fault(field, message);
    return (translation.job[field] ?? []) as z.input<typeof ScrapeJobInput>['relabelConfigs'];
  } catch (error) {
    fault(field, `This is not valid YAML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
    return [];
  }
}
