import type { Metadata } from 'next';
import { OrganisationSettings } from '@/components/config/organisation/organisation-settings';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'Organisation' };

export default function OrganisationPage() {
  return (
    <ConfigFrame title="Organisation" path="/config/organisation">
      {(viewer) => <OrganisationSettings viewer={viewer} />}
    </ConfigFrame>
  );
}
