import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { dashboardQuery } from '@/components/health/dashboard-query';
import { Overview } from '@/components/health/overview';
import { parseRange, rangeQuery, rangeSearch, type RangeSelection } from '@/components/health/range-selection';
import { answerSize, incidentSettingsQuery, openIncidentsQuery } from '@/components/incidents/incident-queries';
import { ServicesStrip } from '@/components/services/services-strip';
import { NoAccess } from '@/components/shell/no-access';
import { BudgetsStrip } from '@/components/sla/budgets-strip';
import type { Caller } from '@/lib/context';
import { isAppError } from '@/lib/errors';
import { openStates } from '@/lib/incidents/schemas';
import { pageSession } from '@/server/auth/page-session';
import { healthDashboard } from '@/server/health/dashboard';
import { readSettings } from '@/server/incidents/incident-settings';
import { listIncidents } from '@/server/incidents/list-incidents';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'Overview' };

interface OverviewPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OverviewPage({ searchParams }: OverviewPageProps) {
  const search = await searchParams;
  const selection = parseRange({ get: (name) => [search[name]].flat()[0] ?? null });
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/${rangeSearch(selection)}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <HydrationBoundary state={await prefetch(session.ctx, selection)}>
      <h1 className="sr-only">Overview</h1>
      <Overview>
        <ServicesStrip />
        <BudgetsStrip />
      </Overview>
    </HydrationBoundary>
  );
}

/** The first data, read here so that the first paint has it. When it fails, the browser asks itself and shows why. */
async function prefetch(caller: Caller, selection: RangeSelection) {
  const client = new QueryClient();
  try {
    const [dashboard, open, settings] = await Promise.all([healthDashboard(caller, rangeQuery(selection)), listIncidents(runtime(), caller, { state: [...openStates], limit: answerSize }), readSettings(runtime(), caller)]);
    client.setQueryData(dashboardQuery(selection).queryKey, dashboard);
    client.setQueryData(openIncidentsQuery(answerSize).queryKey, open);
    client.setQueryData(incidentSettingsQuery().queryKey, settings);
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  return dehydrate(client);
}
