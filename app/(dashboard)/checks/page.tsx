import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { checkListQuery, pageOf } from '@/components/checks/check-queries';
import { Checks } from '@/components/checks/checks';
import { parseChecks, checksSearch, checksQuery, type ChecksState } from '@/components/checks/checks-state';
import { NoAccess } from '@/components/shell/no-access';
import { listChecks as endpoint } from '@/lib/checks/api';
import type { Caller } from '@/lib/context';
import { isAppError } from '@/lib/errors';
import { pageSession } from '@/server/auth/page-session';
import { listChecks } from '@/server/checks/read-checks';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'Checks' };

interface ChecksPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ChecksPage({ searchParams }: ChecksPageProps) {
  const search = await searchParams;
  const state = parseChecks({ get: (name) => [search[name]].flat()[0] ?? null });
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/checks${checksSearch(state)}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <HydrationBoundary state={await prefetch(session.ctx, state)}>
      <h1 className="sr-only">Checks</h1>
      <Checks canEdit={session.permissions.includes('monitoring.config.update')} />
    </HydrationBoundary>
  );
}

/** The first rows, read here so that the first paint has them. When it fails, the browser asks itself and shows why. */
async function prefetch(caller: Caller, state: ChecksState) {
  const client = new QueryClient();
  try {
    const query = endpoint.query?.parse({ ...checksQuery(state), ...pageOf(0) });
    if (query) client.setQueryData(checkListQuery(state).queryKey, { pages: [endpoint.response.parse(await listChecks(runtime(), caller, query, runtime().checking.observer(caller.tenant.id)))], pageParams: [0] });
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  return dehydrate(client);
}
