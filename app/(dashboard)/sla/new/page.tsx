import type { Metadata } from 'next';
import { ObjectiveForm } from '@/components/sla/objective-form';
import { parseSla } from '@/components/sla/sla-state';
import { SlaFrame } from '../frame';

export const metadata: Metadata = { title: 'New objective' };

interface NewObjectiveProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewObjectivePage({ searchParams }: NewObjectiveProps) {
  const search = await searchParams;
  const { serviceId } = parseSla({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <SlaFrame title="New objective" path={serviceId ? `/sla/new?service=${serviceId}` : '/sla/new'} needed="monitoring.config.update">
      {() => <ObjectiveForm objective={null} serviceId={serviceId ?? undefined} />}
    </SlaFrame>
  );
}
