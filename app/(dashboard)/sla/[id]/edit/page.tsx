import type { Metadata } from 'next';
import { ObjectiveFormPage } from '@/components/sla/objective-form-page';
import { SlaFrame } from '../../frame';

export const metadata: Metadata = { title: 'Edit objective' };

export default async function EditObjectivePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <SlaFrame title="Edit objective" path={`/sla/${id}/edit`} needed="monitoring.config.update">
      {() => <ObjectiveFormPage id={id} />}
    </SlaFrame>
  );
}
