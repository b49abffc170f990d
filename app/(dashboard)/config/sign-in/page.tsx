import type { Metadata } from 'next';
import { SignInSettings } from '@/components/config/sign-in/sign-in-settings';
import { pageSession } from '@/server/auth/page-session';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'Sign-in' };

export default async function SignInSettingsPage() {
  const isOwner = (await pageSession())?.role === 'OWNER';
  return (
    <ConfigFrame title="Sign-in" path="/config/sign-in">
      {(viewer) => <SignInSettings viewer={viewer} isOwner={isOwner} />}
    </ConfigFrame>
  );
}
