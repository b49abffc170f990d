import type { Metadata } from 'next';
import { Statements } from '@/components/statements/statements';
import { parseStatements, statementsSearch } from '@/components/statements/statements-state';
import { BackLink, Gate } from '../../frames';

export const metadata: Metadata = { title: 'SLA statements' };

interface StatementsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StatementsPage({ searchParams }: StatementsPageProps) {
  const search = await searchParams;
  const state = parseStatements({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <Gate path={`/sla/statements${statementsSearch(state)}`} needed="monitoring.read">
      {({ permissions }) => (
        <div className="flex min-w-0 flex-col gap-4">
          <BackLink href="/sla" label="SLA" />
          <h1 className="text-2xl font-semibold tracking-tight">Statements</h1>
          <Statements canEdit={permissions.includes('monitoring.config.update')} />
        </div>
      )}
    </Gate>
  );
}
