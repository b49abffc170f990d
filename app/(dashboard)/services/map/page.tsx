import { ArrowLeft } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ServiceMap } from '@/components/services/service-map';
import { ServicesFrame } from '../frame';

export const metadata: Metadata = { title: 'Map of services' };

export default function ServiceMapPage() {
  return (
    <ServicesFrame path="/services/map">
      {() => (
        <div className="flex flex-col gap-4">
          <Link href="/services" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
            <ArrowLeft aria-hidden className="size-4" />
            All services
          </Link>
          <h1 className="text-2xl font-semibold tracking-tight">Map of services</h1>
          <ServiceMap />
        </div>
      )}
    </ServicesFrame>
  );
}
