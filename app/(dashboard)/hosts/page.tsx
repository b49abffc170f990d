import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Hosts } from '@/components/hosts/hosts';
import { hostListQuery } from '@/components/hosts/hosts-query';
import { hostsQuery, hostsSearch, parseHosts, type HostsState } from '@/components/hosts/hosts-state';
import { NoAccess } from '@/components/shell/no-access';
import type { Caller } from '@/lib/context';
import { isAppError } from '@/lib/errors';
import { pageSession } from '@/server/auth/page-session';
import { listHosts } from '@/server/hosts/list-hosts';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'Hosts' };

interface HostsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function HostsPage({ searchParams }: HostsPageProps) {
  const search = await searchParams;
  const state = parseHosts({ get: (name) => [search[name]].flat()[0] ?? null });
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/hosts${hostsSearch(state)}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <HydrationBoundary state={await prefetch(session.ctx, state)}>
      <h1 className="sr-only">Hosts</h1>
      <Hosts origin={runtime().url} />
    </HydrationBoundary>
  );
}

/** The first data, read here so that the first paint has it. When it fails, the browser asks itself and shows why. */
async function prefetch(caller: Caller, state: HostsState) {
  const client = new QueryClient();
  try {
    client.setQueryData(hostListQuery(state).queryKey, await listHosts(runtime(), caller, hostsQuery(state)));
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  return dehydrate(client);
}
