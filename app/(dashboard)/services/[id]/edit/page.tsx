import type { Metadata } from 'next';
import { EditService } from '@/components/services/service-form';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'Edit a service' };

export default async function EditServicePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <EditingFrame title="Edit the service" path={`/services/${id}/edit`} back={{ href: `/services/${id}`, label: 'The service' }}>
      <EditService id={id} />
    </EditingFrame>
  );
}
