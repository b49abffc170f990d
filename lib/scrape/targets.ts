import { messageOf } from '@/lib/errors';
import type { LabelSet } from '@/lib/metrics/labels';
import { labelSetOf } from '@/lib/metrics/labels';
import { formatDurationMs, parseDurationMs } from './duration';
import { scrapeLimits } from './limits';
import type { MutableLabels, Relabelling } from './relabel';
import type { ScrapeSettings, TargetGroup } from './schemas';

export type TargetSettings = Pick<ScrapeSettings, 'name' | 'scrapeIntervalMs' | 'scrapeTimeoutMs' | 'metricsPath' | 'scheme' | 'params'>;

/** A target group with what its discovery says about it (`__meta_*`). */
export interface DiscoveredGroup extends TargetGroup {
  meta?: Readonly<Record<string, string>>;
}

/** Where to scrape, and the labels that its series get. */
export interface ScrapeTarget {
  /** Equal for the same address and labels. */
  identity: string;
  url: string;
  labels: LabelSet;
  discovered: LabelSet;
  intervalMs: number;
  timeoutMs: number;
}

export interface DiscoveredTargets {
  targets: ScrapeTarget[];
  /** Targets that relabelling dropped: how many, and the labels of the first. */
  dropped: { count: number; discovered: LabelSet[] };
  /** Sentences about targets that cannot be scraped; the first ones. */
  faults: string[];
}

const maxFaults = 20;

/**
 * The targets of a job from its groups, relabelled, each once (PopulateLabels and TargetsFromGroup in scrape/target.go of Prometheus 3:
 * no default port is added). More than `targetsPerJob` are left out with a fault.
 */
export function targetsOf(settings: TargetSettings, groups: readonly DiscoveredGroup[], relabel: Relabelling): DiscoveredTargets {
  const found = new Map<string, ScrapeTarget>();
  const dropped: DiscoveredTargets['dropped'] = { count: 0, discovered: [] };
  const faults: string[] = [];
  for (const group of groups) {
    for (const address of group.targets) {
      const discovered = discoveredLabels(settings, group, address);
      const labels = new Map(discovered);
      const isKept = relabelled(labels, relabel);
      if (typeof isKept === 'string') {
        if (faults.length < maxFaults) faults.push(`The target ${JSON.stringify(address)} is left out: ${isKept}`);
        continue;
      }
      if (!isKept) {
        dropped.count += 1;
        if (dropped.discovered.length < scrapeLimits.droppedShownPerJob) dropped.discovered.push(labelSetOf(discovered));
        continue;
      }
      const target = targetFrom(settings, discovered, labels);
      if (typeof target === 'string') {
        if (faults.length < maxFaults) faults.push(`The target ${JSON.stringify(address)} is left out: ${target}`);
      } else if (found.size < scrapeLimits.targetsPerJob || found.has(target.identity)) found.set(target.identity, target);
      else if (faults.length < maxFaults) faults.push(`The target ${JSON.stringify(address)} is left out: a job has at most ${scrapeLimits.targetsPerJob} targets.`);
    }
  }
  return { targets: [...found.values()], dropped, faults };
}

/** Whether a target is kept, or why that cannot be said. */
function relabelled(labels: MutableLabels, relabel: Relabelling): boolean | string {
  try {
    return relabel(labels);
  } catch (error) {
    return messageOf(error);
  }
}

function discoveredLabels(settings: TargetSettings, group: DiscoveredGroup, address: string): MutableLabels {
  const labels: MutableLabels = new Map();
  const add = (name: string, value: string) => {
    if (value !== '' && !labels.has(name)) labels.set(name, value);
  };
  add('__address__', address);
  for (const [name, value] of Object.entries({ ...group.labels, ...group.meta })) add(name, value);
  add('job', settings.name);
  add('__scrape_interval__', formatDurationMs(settings.scrapeIntervalMs));
  add('__scrape_timeout__', formatDurationMs(settings.scrapeTimeoutMs));
  add('__metrics_path__', settings.metricsPath);
  add('__scheme__', settings.scheme);
  for (const [name, [first]] of Object.entries(settings.params)) add(`__param_${name}`, first ?? '');
  return labels;
}

/** The target, or why there is none. */
function targetFrom(settings: TargetSettings, discovered: MutableLabels, labels: MutableLabels): ScrapeTarget | string {
  const address = labels.get('__address__') ?? '';
  if (address === '') return 'no address.';
  if (address.includes('/')) return `${JSON.stringify(address)} is not a valid hostname.`;
  const intervalMs = durationOf(labels, '__scrape_interval__');
  const timeoutMs = durationOf(labels, '__scrape_timeout__');
  if (typeof intervalMs === 'string') return intervalMs;
  if (typeof timeoutMs === 'string') return timeoutMs;
  if (intervalMs < scrapeLimits.minIntervalMs || intervalMs > scrapeLimits.maxIntervalMs) return 'its scrape interval is not between 1s and 1d.';
  if (timeoutMs > intervalMs) return `scrape timeout cannot be greater than scrape interval (${formatDurationMs(timeoutMs)} > ${formatDurationMs(intervalMs)}).`;
  const url = urlOf(settings.params, labels, address);
  if (url === null) return `${JSON.stringify(`${labels.get('__scheme__') ?? ''}://${address}`)} is no address of a server.`;
  if (!labels.has('instance')) labels.set('instance', address);
  const own = labelSetOf([...labels].filter(([name]) => !name.startsWith('__')));
  return { identity: `${url}\n${JSON.stringify(own)}`, url, labels: own, discovered: labelSetOf(discovered), intervalMs, timeoutMs };
}

function durationOf(labels: MutableLabels, name: string): number | string {
  const ms = parseDurationMs(labels.get(name) ?? '');
  const what = name === '__scrape_interval__' ? 'scrape interval' : 'scrape timeout';
  if (ms === null) return `${JSON.stringify(labels.get(name) ?? '')} is no duration for a ${what}.`;
  return ms === 0 ? `${what} cannot be 0.` : ms;
}

function urlOf(params: TargetSettings['params'], labels: MutableLabels, address: string): string | null {
  const scheme = labels.get('__scheme__') ?? 'http';
  if (scheme !== 'http' && scheme !== 'https') return null;
  // Credentials in an address would be sent, and shown with every target.
  if (/[@?#\\\s]/.test(address) || !URL.canParse(`${scheme}://${address}`)) return null;
  const query = new Map(Object.entries(params).map(([name, values]) => [name, [...values]]));
  for (const [label, value] of labels) {
    if (!label.startsWith('__param_')) continue;
    const name = label.slice('__param_'.length);
    query.set(name, [value, ...(query.get(name) ?? []).slice(1)]);
  }
  const url = new URL(`${scheme}://${address}`);
  url.pathname = labels.get('__metrics_path__') ?? '/';
  const pairs = [...query].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, values]) => values.map((value) => [name, value]));
  url.search = new URLSearchParams(pairs).toString();
  return url.href;
}
