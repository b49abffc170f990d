import type { Metadata } from 'next';
import { NewPolicy } from '@/components/alerts/on-call/on-call-page';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'New policy' };

export default function NewPolicyPage() {
  return (
    <EditingFrame title="New policy" path="/on-call/policies/new" back={{ href: '/on-call/policies', label: 'All policies' }}>
      <NewPolicy />
    </EditingFrame>
  );
}
