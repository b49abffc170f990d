import type { Metadata } from 'next';
import { Service } from '@/components/services/service';
import { ServicesFrame } from '../frame';

export const metadata: Metadata = { title: 'Service' };

export default async function ServicePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ServicesFrame path={`/services/${id}`}>{(permissions) => <Service key={id} id={id} canEdit={permissions.includes('monitoring.config.update')} />}</ServicesFrame>;
}
