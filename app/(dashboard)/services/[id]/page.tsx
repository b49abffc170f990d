import type { Metadata } from 'next';
import { Service } from '@/components/services/service';
import { Gate } from '../../frames';

export const metadata: Metadata = { title: 'Service' };

export default async function ServicePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Gate path={`/services/${id}`} needed="monitoring.read">
      {({ permissions }) => <Service key={id} id={id} canEdit={permissions.includes('monitoring.config.update')} />}
    </Gate>
  );
}
