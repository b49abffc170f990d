import type { Metadata } from 'next';
import { SecurityPage } from '@/components/account/account-page';
import { safeNextPath } from '@/components/auth/next-path';
import { AccountFrame } from '../frame';

export const metadata: Metadata = { title: 'Security' };

export default async function AccountSecurityPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = safeNextPath((await searchParams).next);
  return (
    <AccountFrame path="/account/security">
      <SecurityPage next={next} />
    </AccountFrame>
  );
}
