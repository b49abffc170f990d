import type { Metadata } from 'next';
import { Policies } from '@/components/alerts/on-call/policies';
import { OnCallFrame } from '../frame';

export const metadata: Metadata = { title: 'Escalation policies' };

export default function PoliciesPage() {
  return (
    <OnCallFrame title="Escalation policies" path="/on-call/policies">
      {(viewer) => <Policies viewer={viewer} />}
    </OnCallFrame>
  );
}
