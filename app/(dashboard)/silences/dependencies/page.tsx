import type { Metadata } from 'next';
import { Dependencies } from '@/components/alerts/suppression/dependencies';
import { SilencesFrame } from '../frame';

export const metadata: Metadata = { title: 'Dependencies' };

export default function DependenciesPage() {
  return (
    <SilencesFrame title="Dependencies" path="/silences/dependencies" toEdit="monitoring.config.update">
      {(canEdit) => <Dependencies canEdit={canEdit} />}
    </SilencesFrame>
  );
}
