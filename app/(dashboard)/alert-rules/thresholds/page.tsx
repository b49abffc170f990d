import type { Metadata } from 'next';
import { Thresholds } from '@/components/alerts/rules/thresholds';
import { RulesFrame } from '../frame';

export const metadata: Metadata = { title: 'Thresholds' };

export default function ThresholdsPage() {
  return (
    <RulesFrame title="Thresholds" path="/alert-rules/thresholds" needed="monitoring.read">
      {(canEdit) => <Thresholds canEdit={canEdit} />}
    </RulesFrame>
  );
}
