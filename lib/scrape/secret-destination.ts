import type { ScrapeJobInput, ScrapeSettings } from './schemas';

/** What decides where a job sends its secrets. */
export type Destination = Pick<
  ScrapeJobInput,
  'name' | 'scheme' | 'metricsPath' | 'params' | 'scrapeIntervalMs' | 'scrapeTimeoutMs' | 'staticConfigs' | 'fileDiscovery' | 'relabelConfigs' | 'followRedirects'
> & { tls: Pick<ScrapeSettings['tls'], 'ca' | 'serverName' | 'insecureSkipVerify'> };

/**
 * Whether a job, as it is changed, may send its secrets to a place that it did not send them to before: another scheme, address or file of
 * addresses, other relabelling (which may set the address) or what it reads, redirects that were not followed, or another trust of servers.
 * Who may change a job may not read its secrets, so those that are stored must not follow it there. Leaving out addresses is no other place.
 */
export function goesElsewhere(before: Destination, after: Destination): boolean {
  if (before.scheme !== after.scheme || (after.followRedirects && !before.followRedirects)) return true;
  if (before.tls.ca !== after.tls.ca || before.tls.serverName !== after.tls.serverName || before.tls.insecureSkipVerify !== after.tls.insecureSkipVerify) return true;
  if (rulesOf(before) !== rulesOf(after) || readByRules(before) !== readByRules(after)) return true;
  return hasMore(addressesOf(before), addressesOf(after)) || hasMore(new Set(before.fileDiscovery?.paths), new Set(after.fileDiscovery?.paths));
}

function hasMore(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return [...after].some((each) => !before.has(each));
}

/** Each address with those of its labels that can change where it leads: the special ones, or with relabelling all. */
function addressesOf({ staticConfigs, relabelConfigs }: Destination): Set<string> {
  const found = new Set<string>();
  for (const { targets, labels } of staticConfigs) {
    const deciding = JSON.stringify(Object.entries(labels).filter(([name]) => relabelConfigs.length > 0 || name.startsWith('__')).sort(byName));
    for (const target of targets) found.add(`${target}\n${deciding}`);
  }
  return found;
}

/** The order of the rules counts, the order of their fields does not. */
function rulesOf({ relabelConfigs }: Destination): string {
  return JSON.stringify(relabelConfigs.map((rule) => Object.entries(rule).sort(byName)));
}

/** The settings that relabelling reads as labels, and could make an address of. */
function readByRules(job: Destination): string {
  const read = new Set(job.relabelConfigs.flatMap(({ action, sourceLabels, targetLabel }) => (action === 'keepequal' || action === 'dropequal' ? [...sourceLabels, targetLabel] : sourceLabels)));
  const readsAll = job.relabelConfigs.some(({ action }) => action === 'labelmap');
  const labels: [string, unknown][] = [
    ['job', job.name],
    ['__metrics_path__', job.metricsPath],
    ['__scrape_interval__', job.scrapeIntervalMs],
    ['__scrape_timeout__', job.scrapeTimeoutMs],
    ...Object.entries(job.params).map(([name, values]): [string, unknown] => [`__param_${name}`, values[0]]),
  ];
  return JSON.stringify(labels.filter(([name]) => readsAll || read.has(name)).sort(byName));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
