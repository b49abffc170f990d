import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { pageOf } from '@/components/checks/check-queries';
import { serviceListQuery } from '@/components/services/service-queries';
import { Services } from '@/components/services/services';
import { parseServices, servicesSearch, servicesQuery, type ServicesState } from '@/components/services/services-state';
import { NoAccess } from '@/components/shell/no-access';
import { listServices as endpoint } from '@/lib/services/api';
import type { Caller } from '@/lib/context';
import { isAppError } from '@/lib/errors';
import { pageSession } from '@/server/auth/page-session';
import { runtime } from '@/server/runtime';
import { listServices } from '@/server/services/read-services';

export const metadata: Metadata = { title: 'Services' };

interface ServicesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ServicesPage({ searchParams }: ServicesPageProps) {
  const search = await searchParams;
  const state = parseServices({ get: (name) => [search[name]].flat()[0] ?? null });
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/services${servicesSearch(state)}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <HydrationBoundary state={await prefetch(session.ctx, state)}>
      <h1 className="sr-only">Services</h1>
      <Services canEdit={session.permissions.includes('monitoring.config.update')} />
    </HydrationBoundary>
  );
}

/** The first rows, read here so that the first paint has them. When it fails, the browser asks itself and shows why. */
async function prefetch(caller: Caller, state: ServicesState) {
  const client = new QueryClient();
  try {
    const query = endpoint.query?.parse({ ...servicesQuery(state), ...pageOf(0) });
    if (query) client.setQueryData(serviceListQuery(state).queryKey, { pages: [endpoint.response.parse(await listServices(runtime(), caller, query))], pageParams: [0] });
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  return dehydrate(client);
}
