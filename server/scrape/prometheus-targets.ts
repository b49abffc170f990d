import { formatDurationMs } from '@/lib/scrape/duration';
import type { TargetView } from '@/lib/scrape/views';
import type { TenantRef } from '@/lib/tenants';
import type { Scraping } from './scraping';

export interface PrometheusTargets {
  activeTargets: {
    discoveredLabels: Record<string, string>;
    labels: Record<string, string>;
    scrapePool: string;
    scrapeUrl: string;
    globalUrl: string;
    lastError: string;
    lastScrape: string;
    lastScrapeDuration: number;
    health: 'up' | 'down' | 'unknown';
    scrapeInterval: string;
    scrapeTimeout: string;
  }[];
  droppedTargets: { discoveredLabels: Record<string, string>; scrapePool: string }[];
  droppedTargetCounts: Record<string, number>;
}

/** The `data` of `/api/v1/targets` (https://prometheus.io/docs/prometheus/latest/querying/api/#targets), sorted by job, then URL. */
export function prometheusTargets(scraping: Scraping, tenant: TenantRef): PrometheusTargets {
  const jobs = scraping.discovery(tenant).sort((a, b) => compare(a.job, b.job));
  const targets = scraping.targets(tenant).sort((a, b) => compare(a.job, b.job) || compare(a.url, b.url));
  return {
    activeTargets: targets.map(activeTarget),
    droppedTargets: jobs.flatMap(({ job, droppedTargets }) => droppedTargets.map(({ discoveredLabels }) => ({ discoveredLabels, scrapePool: job }))),
    droppedTargetCounts: Object.fromEntries(jobs.map(({ job, dropped }) => [job, dropped])),
  };
}

function activeTarget(target: TargetView): PrometheusTargets['activeTargets'][number] {
  return {
    discoveredLabels: target.discoveredLabels,
    labels: target.labels,
    scrapePool: target.job,
    scrapeUrl: target.url,
    globalUrl: target.url,
    lastError: target.lastError ?? '',
    // Go prints a time that was never set as the first second of the year 1.
    lastScrape: target.lastScrapeAt === null ? '0001-01-01T00:00:00Z' : new Date(target.lastScrapeAt).toISOString(),
    lastScrapeDuration: target.durationSeconds ?? 0,
    health: target.health,
    scrapeInterval: formatDurationMs(target.intervalMs),
    scrapeTimeout: formatDurationMs(target.timeoutMs),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
