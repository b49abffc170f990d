import type { z } from 'zod';
import type { listScrapeTargets } from '@/lib/scrape/api';
import type { TenantRef } from '@/lib/tenants';
import type { Scraping } from './scraping';

type Query = z.output<NonNullable<(typeof listScrapeTargets)['query']>>;
type Answer = z.input<(typeof listScrapeTargets)['response']>;

/** The tenant's targets, those that are down first, with what is known of each; counts are of all that the job filter passes. */
export function listTargets(scraping: Scraping, tenant: TenantRef, { job, health, limit }: Query): Answer {
  const jobs = scraping.discovery(tenant).filter((each) => job === undefined || each.job === job);
  const all = scraping.targets(tenant).filter((each) => job === undefined || each.job === job);
  const counts = { up: 0, down: 0, unknown: 0 };
  for (const target of all) counts[target.health] += 1;
  const order = { down: 0, unknown: 1, up: 2 };
  const shown = all
    .filter((target) => health === undefined || target.health === health)
    .sort((a, b) => order[a.health] - order[b.health] || (a.job + a.url < b.job + b.url ? -1 : 1));
  return { targets: shown.slice(0, limit), isTruncated: shown.length > limit, counts, jobs };
}
