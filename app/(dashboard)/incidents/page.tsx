import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { answerSize, incidentListQuery, incidentPageSizes, incidentSettingsQuery, openIncidentsQuery } from '@/components/incidents/incident-queries';
import { Incidents } from '@/components/incidents/list/incidents';
import { IncidentsNav } from '@/components/incidents/list/incidents-nav';
import { incidentsQuery, incidentsSearch, parseIncidents, type IncidentsState } from '@/components/incidents/list/incidents-state';
import { NoAccess } from '@/components/shell/no-access';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { listIncidents as listEndpoint } from '@/lib/incidents/api';
import { openStates } from '@/lib/incidents/schemas';
import { pageSession } from '@/server/auth/page-session';
import { readSettings } from '@/server/incidents/incident-settings';
import { listIncidents } from '@/server/incidents/list-incidents';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'Incidents' };

interface IncidentsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function IncidentsPage({ searchParams }: IncidentsPageProps) {
  const search = await searchParams;
  const state = parseIncidents({ get: (name) => [search[name]].flat()[0] ?? null });
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/incidents${incidentsSearch(state)}`)}`);
  const { user, tenant, role, permissions } = session;
  if (!permissions.includes('monitoring.read')) return <NoAccess tenant={tenant.name} role={role} />;
  return (
    <HydrationBoundary state={await prefetch(session.ctx, state)}>
      <div className="flex min-w-0 flex-col gap-4">
        <h1 className="sr-only">Incidents</h1>
        <IncidentsNav />
        <Incidents viewer={{ id: user.id, name: user.name ?? user.email, permissions }} />
      </div>
    </HydrationBoundary>
  );
}

/** The answer and the first rows, read here so that the first paint has them. What fails is asked for again by the browser, which shows why. */
async function prefetch(caller: Caller, state: IncidentsState) {
  const client = new QueryClient();
  await Promise.all([
    kept(async () => client.setQueryData(incidentSettingsQuery().queryKey, await readSettings(runtime(), caller))),
    kept(async () => client.setQueryData(openIncidentsQuery(answerSize).queryKey, await list(caller, { state: openStates.join(','), limit: answerSize }))),
    kept(async () => {
      if (state.view === 'list') client.setQueryData(incidentListQuery(state).queryKey, { pages: [await list(caller, { ...incidentsQuery(state, caller.now), limit: incidentPageSizes.list })], pageParams: [undefined] });
    }),
  ]);
  return dehydrate(client);
}

function list(caller: Caller, query: object) {
  const parsed = listEndpoint.query?.safeParse(query);
  if (!parsed?.success) throw new AppError('invalid', 'The filters cannot be read.');
  return listIncidents(runtime(), caller, parsed.data);
}

async function kept(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
}
