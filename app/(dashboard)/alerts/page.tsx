import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { z } from 'zod';
import { answerQuery, flatQuery, groupedQuery, pageSizes, readAnswer } from '@/components/alerts/alert-queries';
import { Alerts } from '@/components/alerts/alerts';
import { alertsQuery, alertsSearch, parseAlerts, type AlertsState } from '@/components/alerts/alerts-state';
import { NoAccess } from '@/components/shell/no-access';
import { listAlertGroups as groupsEndpoint, listAlerts as alertsEndpoint } from '@/lib/alerts/api';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { listAlerts } from '@/server/alerts/list-alerts';
import { listAlertGroups } from '@/server/alerts/list-groups';
import { pageSession } from '@/server/auth/page-session';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'Alerts' };

interface AlertsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AlertsPage({ searchParams }: AlertsPageProps) {
  const search = await searchParams;
  const state = parseAlerts({ get: (name) => [search[name]].flat()[0] ?? null });
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/alerts${alertsSearch(state)}`)}`);
  const { user, tenant, role, permissions } = session;
  if (!permissions.includes('monitoring.read')) return <NoAccess tenant={tenant.name} role={role} />;
  return (
    <HydrationBoundary state={await prefetch(session.ctx, state)}>
      <h1 className="sr-only">Alerts</h1>
      <Alerts viewer={{ id: user.id, name: user.name ?? user.email, permissions }} />
    </HydrationBoundary>
  );
}

/** The answer and the first rows, read here so that the first paint has them. What fails is asked for again by the browser, which shows why. */
async function prefetch(caller: Caller, state: AlertsState) {
  const client = new QueryClient();
  const asked = alertsQuery(state, caller.now);
  await Promise.all([
    kept(async () => client.setQueryData(answerQuery().queryKey, await readAnswer({
      groups: (each) => groups(caller, { state: each, limit: 1 }),
      ended: (from) => alerts(caller, { state: 'resolved', from, limit: 100 }),
    }))),
    kept(async () => {
      if (state.isFlat) client.setQueryData(flatQuery(state).queryKey, { pages: [await alerts(caller, { ...asked, limit: pageSizes.firstAlerts })], pageParams: [undefined] });
      else client.setQueryData(groupedQuery(state).queryKey, { pages: [await groups(caller, { ...asked, limit: pageSizes.groups })], pageParams: [undefined] });
    }),
  ]);
  return dehydrate(client);
}

function groups(caller: Caller, query: object) {
  return listAlertGroups(runtime(), caller, parsed(groupsEndpoint, query));
}

function alerts(caller: Caller, query: object) {
  return listAlerts(runtime(), caller, parsed(alertsEndpoint, query));
}

function parsed<Query extends z.ZodType>(endpoint: { query?: Query }, query: object): z.output<Query> {
  const result = endpoint.query?.safeParse(query);
  if (!result?.success) throw new AppError('invalid', 'The filters cannot be read.');
  return result.data;
}

async function kept(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
}
