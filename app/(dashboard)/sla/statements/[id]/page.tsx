import type { Metadata } from 'next';
import { Statement } from '@/components/statements/statement';
import { BackLink, Gate } from '../../../frames';

export const metadata: Metadata = { title: 'Statement' };

export default async function StatementPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Gate path={`/sla/statements/${id}`} needed="monitoring.read">
      {({ permissions }) => (
        <div className="flex min-w-0 flex-col gap-4">
          <div className="flex print:hidden">
            <BackLink href="/sla/statements" label="All statements" />
          </div>
          <Statement key={id} id={id} canEdit={permissions.includes('monitoring.config.update')} />
        </div>
      )}
    </Gate>
  );
}
