import type { Metadata } from 'next';
import { Teams } from '@/components/config/people/teams';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'Teams' };

export default function TeamsPage() {
  return (
    <ConfigFrame title="Teams" path="/config/teams">
      {(viewer) => <Teams viewer={viewer} />}
    </ConfigFrame>
  );
}
