import type { Metadata } from 'next';
import { Incident } from '@/components/incidents/detail/incident';
import { Gate } from '../../frames';

export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Gate path={`/incidents/${id}`} needed="monitoring.read">
      {({ user, permissions }) => <Incident key={id} id={id} viewer={{ id: user.id, name: user.name ?? user.email, permissions }} />}
    </Gate>
  );
}
