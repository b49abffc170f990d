import type { Metadata } from 'next';
import { NewSchedule } from '@/components/alerts/on-call/on-call-page';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'New schedule' };

export default function NewSchedulePage() {
  return (
    <EditingFrame title="New schedule" path="/on-call/schedules/new" back={{ href: '/on-call', label: 'All schedules' }}>
      <NewSchedule />
    </EditingFrame>
  );
}
