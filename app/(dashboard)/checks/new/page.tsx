import type { Metadata } from 'next';
import { NewCheck } from '@/components/checks/check-form-page';
import { EditingFrame } from '../../frames';

export const metadata: Metadata = { title: 'New check' };

export default function NewCheckPage() {
  return (
    <EditingFrame isWide title="New check" path="/checks/new" back={{ href: '/checks', label: 'All checks' }}>
      <NewCheck />
    </EditingFrame>
  );
}
