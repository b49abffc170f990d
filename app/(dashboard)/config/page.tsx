import type { Metadata } from 'next';
import { ConfigOverview } from '@/components/config/overview';
import { Gate } from '../frames';

export const metadata: Metadata = { title: 'Config' };

export default function ConfigPage() {
  return (
    <Gate path="/config" needed="monitoring.config.read">
      {({ permissions }) => (
        <div className="mx-auto flex w-full max-w-5xl min-w-0 flex-col gap-4">
          <h1 className="text-2xl font-semibold tracking-tight">Config</h1>
          <ConfigOverview permissions={permissions} />
        </div>
      )}
    </Gate>
  );
}
