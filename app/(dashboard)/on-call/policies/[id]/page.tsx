import type { Metadata } from 'next';
import { PolicyPage } from '@/components/alerts/on-call/on-call-page';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'Edit policy' };

export default async function EditPolicyPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <EditingFrame title="Edit policy" path={`/on-call/policies/${id}`} back={{ href: '/on-call/policies', label: 'All policies' }}>
      <PolicyPage id={id} />
    </EditingFrame>
  );
}
