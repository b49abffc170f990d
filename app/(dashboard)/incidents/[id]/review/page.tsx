import type { Metadata } from 'next';
import { Review } from '@/components/incidents/review/review';
import { Gate } from '../../../frames';

export const metadata: Metadata = { title: 'Review' };

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Gate path={`/incidents/${id}/review`} needed="monitoring.read">
      {({ user, permissions }) => <Review key={id} id={id} viewer={{ id: user.id, name: user.name ?? user.email, permissions }} />}
    </Gate>
  );
}
