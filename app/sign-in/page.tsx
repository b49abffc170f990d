import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { safeNextPath } from '@/components/auth/next-path';
import { SignInForm } from '@/components/auth/sign-in-form';
import { pageSession } from '@/server/auth/page-session';
import { setupState } from '@/server/auth/setup';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const next = safeNextPath((await searchParams).next);
  if (await pageSession()) redirect(next);
  const isOpen = (await setupState()) === 'open';
  return (
    <AuthCard
      title="Sign in"
      intro={
        isOpen ? (
          <p className="rounded-base border bg-surface p-3 text-ink">
            No account exists yet. Open the one-time link that Nines printed in its terminal at the start to create the owner.
          </p>
        ) : null
      }
    >
      <SignInForm next={next} />
    </AuthCard>
  );
}
