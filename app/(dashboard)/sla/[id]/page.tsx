import type { Metadata } from 'next';
import { Objective } from '@/components/sla/objective';
import { SlaFrame } from '../frame';

export const metadata: Metadata = { title: 'Objective' };

export default async function ObjectivePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <SlaFrame path={`/sla/${id}`} needed="monitoring.read">
      {(canEdit) => <Objective key={id} id={id} canEdit={canEdit} />}
    </SlaFrame>
  );
}
