import type { Metadata } from 'next';
import { Check } from '@/components/checks/check';
import { Gate } from '../../frames';

export const metadata: Metadata = { title: 'Check' };

export default async function CheckPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Gate path={`/checks/${id}`} needed="monitoring.read">
      {({ permissions }) => <Check key={id} id={id} canEdit={permissions.includes('monitoring.config.update')} canRun={permissions.includes('monitoring.write')} />}
    </Gate>
  );
}
