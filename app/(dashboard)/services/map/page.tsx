import type { Metadata } from 'next';
import { ServiceMap } from '@/components/services/service-map';
import { BackLink, Gate } from '../../frames';

export const metadata: Metadata = { title: 'Map of services' };

export default function ServiceMapPage() {
  return (
    <Gate path="/services/map" needed="monitoring.read">
      {() => (
        <div className="flex flex-col gap-4">
          <BackLink href="/services" label="All services" />
          <h1 className="text-2xl font-semibold tracking-tight">Map of services</h1>
          <ServiceMap />
        </div>
      )}
    </Gate>
  );
}
