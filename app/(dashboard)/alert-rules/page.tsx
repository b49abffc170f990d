import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Rules } from '@/components/alerts/rules/rules';
import { parseRules, rulesSearch } from '@/components/alerts/rules/rules-state';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

export const metadata: Metadata = { title: 'Alert rules' };

interface RulesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RulesPage({ searchParams }: RulesPageProps) {
  const search = await searchParams;
  const state = parseRules({ get: (name) => [search[name]].flat()[0] ?? null });
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/alert-rules${rulesSearch(state)}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <>
      <h1 className="sr-only">Alert rules</h1>
      <Rules canEdit={session.permissions.includes('monitoring.config.update')} />
    </>
  );
}
