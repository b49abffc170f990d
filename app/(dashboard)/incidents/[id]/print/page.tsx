import type { Metadata } from 'next';
import { IncidentPrint } from '@/components/incidents/print/incident-print';
import { Gate } from '../../../frames';

export const metadata: Metadata = { title: 'Incident' };

export default async function PrintPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Gate path={`/incidents/${id}/print`} needed="monitoring.read">
      {({ tenant }) => <IncidentPrint key={id} id={id} tenant={tenant.name} />}
    </Gate>
  );
}
