import type { Metadata } from 'next';
import { StatementForm } from '@/components/statements/statement-form';
import { parseStart, startSearch } from '@/components/statements/statements-state';
import { BackLink, Gate } from '../../../frames';

export const metadata: Metadata = { title: 'New statement' };

interface NewStatementProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewStatementPage({ searchParams }: NewStatementProps) {
  const search = await searchParams;
  const all = (name: string) => [search[name] ?? []].flat();
  const start = parseStart({ get: (name) => all(name)[0] ?? null, getAll: all });
  return (
    <Gate path={`/sla/statements/new${startSearch(start)}`} needed="monitoring.config.update">
      {() => (
        <div className="flex min-w-0 flex-col gap-4">
          <BackLink href="/sla/statements" label="All statements" />
          <h1 className="text-2xl font-semibold tracking-tight">New statement</h1>
          <StatementForm start={start} />
        </div>
      )}
    </Gate>
  );
}
