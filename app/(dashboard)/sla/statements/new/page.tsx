import type { Metadata } from 'next';
import { StatementForm } from '@/components/statements/statement-form';
import { parseStatements, statementsSearch } from '@/components/statements/statements-state';
import { BackLink, Gate } from '../../../frames';

export const metadata: Metadata = { title: 'New statement' };

interface NewStatementProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewStatementPage({ searchParams }: NewStatementProps) {
  const search = await searchParams;
  const { serviceId, customer, month } = parseStatements({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <Gate path={`/sla/statements/new${statementsSearch({ serviceId, customer, month, page: 0 })}`} needed="monitoring.config.update">
      {() => (
        <div className="flex min-w-0 flex-col gap-4">
          <BackLink href="/sla/statements" label="All statements" />
          <h1 className="text-2xl font-semibold tracking-tight">New statement</h1>
          <StatementForm start={{ serviceId, customer, month }} />
        </div>
      )}
    </Gate>
  );
}
