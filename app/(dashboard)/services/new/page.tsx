import type { Metadata } from 'next';
import { ServiceForm } from '@/components/services/service-form';
import { EditingFrame } from '../../frames';

export const metadata: Metadata = { title: 'New service' };

export default function NewServicePage() {
  return (
    <EditingFrame title="New service" path="/services/new" back={{ href: '/services', label: 'All services' }}>
      <ServiceForm service={null} />
    </EditingFrame>
  );
}
