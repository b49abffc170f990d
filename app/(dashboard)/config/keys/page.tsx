import type { Metadata } from 'next';
import { ApiKeys } from '@/components/config/keys/api-keys';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'API keys' };

export default function ApiKeysPage() {
  return (
    <ConfigFrame title="API keys" path="/config/keys">
      {(viewer) => <ApiKeys viewer={viewer} />}
    </ConfigFrame>
  );
}
