import type { Caller } from '@/lib/context';
import { findHostPage } from '@/lib/hosts/find-page';
import type { HostList, ListHostsQuery } from '@/lib/hosts/schemas';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { allHosts } from './all-hosts';
import { withSparklines } from './read-sparklines';

/** The page of hosts that a query asks for, each with its vitals and sparklines. Throws what the store throws. */
export async function listHosts(store: MetricStore, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, query: ListHostsQuery): Promise<HostList> {
  const { at, hosts, isTruncated } = await allHosts(store, tenant, now);
  const page = findHostPage(hosts, query);
  return { ...page, at, isTruncated, hosts: await withSparklines(store, tenant, page.hosts, at) };
}
