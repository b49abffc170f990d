import type { Metadata } from 'next';
import { Schedules } from '@/components/alerts/on-call/schedules';
import { OnCallFrame } from './frame';

export const metadata: Metadata = { title: 'On call' };

export default function OnCallPage() {
  return (
    <OnCallFrame title="On call" path="/on-call">
      {(viewer) => <Schedules viewer={viewer} />}
    </OnCallFrame>
  );
}
