import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoAccess } from '@/components/shell/no-access';
import { Sla } from '@/components/sla/sla';
import { parseSla, slaSearch } from '@/components/sla/sla-state';
import { pageSession } from '@/server/auth/page-session';

export const metadata: Metadata = { title: 'SLA' };

interface SlaPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SlaPage({ searchParams }: SlaPageProps) {
  const search = await searchParams;
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/sla${slaSearch(parseSla({ get: (name) => [search[name]].flat()[0] ?? null }))}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <>
      <h1 className="sr-only">SLA</h1>
      <Sla canEdit={session.permissions.includes('monitoring.config.update')} />
    </>
  );
}
