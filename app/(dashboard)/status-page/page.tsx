import type { Metadata } from 'next';
import { Gate } from '../frames';
import { StatusPage } from '@/components/status-pages/status-page';

export const metadata: Metadata = { title: 'Status page' };

export default function StatusPagePage() {
  return (
    <Gate path="/status-page" needed="monitoring.read">
      {({ permissions }) => (
        <>
          <h1 className="sr-only">Status page</h1>
          <StatusPage canEdit={permissions.includes('monitoring.config.update')} canExport={permissions.includes('monitoring.config.read')} />
        </>
      )}
    </Gate>
  );
}
