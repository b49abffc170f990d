import type { Metadata } from 'next';
import { People } from '@/components/config/people/people';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'People' };

export default function PeoplePage() {
  return (
    <ConfigFrame title="People" path="/config/people">
      {(viewer) => <People viewer={viewer} />}
    </ConfigFrame>
  );
}
