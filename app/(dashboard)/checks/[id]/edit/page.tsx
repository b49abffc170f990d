import type { Metadata } from 'next';
import { EditCheck } from '@/components/checks/check-form-page';
import { CheckFormFrame } from '../../frame';

export const metadata: Metadata = { title: 'Edit a check' };

export default async function EditCheckPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <CheckFormFrame title="Edit the check" path={`/checks/${id}/edit`} back={{ href: `/checks/${id}`, label: 'The check' }}>
      <EditCheck id={id} />
    </CheckFormFrame>
  );
}
