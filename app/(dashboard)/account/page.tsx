import type { Metadata } from 'next';
import { ProfilePage } from '@/components/account/account-page';
import { AccountFrame } from './frame';

export const metadata: Metadata = { title: 'Your account' };

export default function AccountPage() {
  return (
    <AccountFrame path="/account">
      <ProfilePage />
    </AccountFrame>
  );
}
