import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Alerts } from '@/components/alerts/alerts';
import { alertsSearch, parseAlerts } from '@/components/alerts/alerts-state';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

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
    <>
      <h1 className="sr-only">Alerts</h1>
      <Alerts viewer={{ id: user.id, name: user.name ?? user.email, permissions }} />
    </>
  );
}
