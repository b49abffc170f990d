import type { Metadata } from 'next';
import { ServiceForm } from '@/components/services/service-form';
import { ServiceFormFrame } from '../frame';

export const metadata: Metadata = { title: 'New service' };

export default function NewServicePage() {
  return (
    <ServiceFormFrame title="New service" path="/services/new" back={{ href: '/services', label: 'All services' }}>
      <ServiceForm service={null} />
    </ServiceFormFrame>
  );
}
