import type { Metadata } from 'next';
import { EditCheck } from '@/components/checks/check-form-page';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'Edit a check' };

export default async function EditCheckPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <EditingFrame isWide title="Edit the check" path={`/checks/${id}/edit`} back={{ href: `/checks/${id}`, label: 'The check' }}>
      <EditCheck id={id} />
    </EditingFrame>
  );
}
