import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '@/components/auth/auth-card';
import { SetupForm } from '@/components/auth/setup-form';
import { buttonStyle } from '@/components/ui/button';
import { setupState } from '@/server/auth/setup';

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' };

interface SetupPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SetupPage({ searchParams }: SetupPageProps) {
  const { token } = await searchParams;
  if ((await setupState()) === 'done') {
    return (
      <AuthCard title="Nines is already set up" intro="The owner's account exists, and the one-time link does not work any more.">
        <Link href="/sign-in" className={buttonStyle({ look: 'primary', size: 'large', className: 'w-full' })}>
          Sign in
        </Link>
      </AuthCard>
    );
  }
  if (typeof token !== 'string' || token === '') {
    return (
      <AuthCard
        title="Open the one-time link"
        intro="To create the owner, open the link that Nines printed in its terminal at the start. It ends with a token that this address lacks."
      >
        <p className="text-sm text-muted">The link is gone? Restart Nines: as long as no account exists, it prints a new one.</p>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Create the owner" intro="This account holds every permission. Others are invited later.">
      <SetupForm token={token} />
    </AuthCard>
  );
}
