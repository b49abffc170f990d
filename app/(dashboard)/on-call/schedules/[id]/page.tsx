import type { Metadata } from 'next';
import { SchedulePage } from '@/components/alerts/on-call/on-call-page';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'Edit schedule' };

export default async function EditSchedulePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <EditingFrame title="Edit schedule" path={`/on-call/schedules/${id}`} back={{ href: '/on-call', label: 'All schedules' }}>
      <SchedulePage id={id} />
    </EditingFrame>
  );
}
