import type { Metadata } from 'next';
import { Maintenance } from '@/components/alerts/suppression/maintenance';
import { SilencesFrame } from '../frame';

export const metadata: Metadata = { title: 'Maintenance' };

export default function MaintenancePage() {
  return (
    <SilencesFrame title="Maintenance" path="/silences/maintenance" toEdit="monitoring.config.update">
      {(canEdit) => <Maintenance canEdit={canEdit} />}
    </SilencesFrame>
  );
}
