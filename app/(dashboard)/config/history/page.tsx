import type { Metadata } from 'next';
import { ConfigHistory } from '@/components/config/history/config-history';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'History' };

export default function HistoryPage() {
  return (
    <ConfigFrame title="History" path="/config/history">
      {(viewer) => <ConfigHistory viewer={viewer} />}
    </ConfigFrame>
  );
}
