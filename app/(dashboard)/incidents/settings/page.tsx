import type { Metadata } from 'next';
import { IncidentSettings } from '@/components/incidents/settings/incident-settings';
import { IncidentsFrame } from '../frame';

export const metadata: Metadata = { title: 'Settings of incidents' };

export default function IncidentSettingsPage() {
  return (
    <IncidentsFrame title="Settings of incidents" path="/incidents/settings">
      {(viewer) => <IncidentSettings viewer={viewer} />}
    </IncidentsFrame>
  );
}
