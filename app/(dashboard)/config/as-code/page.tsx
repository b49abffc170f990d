import type { Metadata } from 'next';
import { ConfigAsCode } from '@/components/config/as-code/config-as-code';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'As code' };

export default function AsCodePage() {
  return (
    <ConfigFrame title="As code" path="/config/as-code">
      {(viewer) => <ConfigAsCode viewer={viewer} />}
    </ConfigFrame>
  );
}
