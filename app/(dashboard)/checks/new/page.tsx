import type { Metadata } from 'next';
import { NewCheck } from '@/components/checks/check-form-page';
import { CheckFormFrame } from '../frame';

export const metadata: Metadata = { title: 'New check' };

export default function NewCheckPage() {
  return (
    <CheckFormFrame title="New check" path="/checks/new" back={{ href: '/checks', label: 'All checks' }}>
      <NewCheck />
    </CheckFormFrame>
  );
}
