import type { Metadata } from 'next';
import { SecurityPage } from '@/components/account/account-page';
import { safeNextPath } from '@/components/auth/next-path';
import { providerErrorOf } from '@/lib/sso/refusals';
import { waysIn } from '@/server/sso/sign-in-page';
import { AccountFrame } from '../frame';

export const metadata: Metadata = { title: 'Security' };

export default async function AccountSecurityPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { next, error } = await searchParams;
  const { providers } = await waysIn();
  return (
    <AccountFrame path="/account/security">
      <SecurityPage next={safeNextPath(next)} providers={providers} refusal={providerErrorOf(error)} />
    </AccountFrame>
  );
}
