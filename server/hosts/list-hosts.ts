import type { Caller } from '@/lib/context';
import { findHostPage } from '@/lib/hosts/find-page';
import type { HostList, ListHostsQuery } from '@/lib/hosts/schemas';
import { allHosts, type HostStores } from './all-hosts';
import { withSparklines } from './read-sparklines';

/** The page of hosts that a query asks for, each with its vitals and sparklines. Throws what the stores throw. */
export async function listHosts(stores: HostStores, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, query: ListHostsQuery): Promise<HostList> {
  const { at, hosts, isTruncated } = await allHosts(stores, tenant, now);
  const page = findHostPage(hosts, query);
  return { ...page, at, isTruncated, hosts: await withSparklines(stores.metrics, tenant, page.hosts, at) };
}
