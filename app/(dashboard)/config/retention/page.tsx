import type { Metadata } from 'next';
import { RetentionSettings } from '@/components/config/retention/retention-settings';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'Collection and retention' };

export default function RetentionPage() {
  return (
    <ConfigFrame title="Collection and retention" path="/config/retention">
      {(viewer) => <RetentionSettings viewer={viewer} />}
    </ConfigFrame>
  );
}
