import type { Metadata } from 'next';
import { Roles } from '@/components/config/people/roles';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'Roles' };

export default function RolesPage() {
  return (
    <ConfigFrame title="Roles" path="/config/roles">
      {(viewer) => <Roles viewer={viewer} />}
    </ConfigFrame>
  );
}
