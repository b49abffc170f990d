import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '@/components/auth/auth-card';
import { ResetForm } from '@/components/auth/reset-form';
import { buttonStyle } from '@/components/ui/button';
import { isResetOpen } from '@/server/account/reset';
import { runtime } from '@/server/runtime';

/** The address of this page is a secret: it is told to nobody. */
export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' };

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  if (await isOpen(token)) {
    return (
      <AuthCard title="New password" intro={<p>It takes the place of the one before, and every session of yours ends.</p>}>
        <ResetForm token={token} />
      </AuthCard>
    );
  }
  return (
    <AuthCard title="This link is not valid any more" intro={<p>A link works for 30 minutes and once, and a newer one ends it.</p>}>
      <Link href="/forgot" className={buttonStyle({ look: 'primary', size: 'large' })}>
        Ask for a new one
      </Link>
    </AuthCard>
  );
}

function isOpen(token: string): Promise<boolean> {
  return isResetOpen(runtime().database, token, Date.now());
}
