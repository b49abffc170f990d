import type { Metadata } from 'next';
import { Limits } from '@/components/config/limits/limits';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'Limits' };

export default function LimitsPage() {
  return (
    <ConfigFrame title="Limits" path="/config/limits">
      {(viewer) => <Limits viewer={viewer} />}
    </ConfigFrame>
  );
}
