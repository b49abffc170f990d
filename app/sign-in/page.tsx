import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard, FormError } from '@/components/auth/auth-card';
import { safeNextPath } from '@/components/auth/next-path';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { SignInForm } from '@/components/auth/sign-in-form';
import { providerErrorOf } from '@/lib/sso/refusals';
import { pageSession } from '@/server/auth/page-session';
import { setupState } from '@/server/auth/setup';
import { waysIn } from '@/server/sso/sign-in-page';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next: wanted, error } = await searchParams;
  const next = safeNextPath(wanted);
  const refused = providerErrorOf(error);
  // Who is signed in already came to link a provider, and is told there why it was refused.
  if (await pageSession()) redirect(refused ? `/account/security?error=${String(error)}` : next);
  const isOpen = (await setupState()) === 'open';
  const { providers, takesPasswords } = await waysIn();
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
      <div className="flex flex-col gap-6">
        {refused ? <FormError>{refused}</FormError> : null}
        <ProviderButtons providers={providers} next={next} />
        {takesPasswords || providers.length === 0 ? (
          <>
            {providers.length > 0 ? <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">or</p> : null}
            <SignInForm next={next} />
          </>
        ) : (
          <details>
            <summary className="flex h-11 cursor-pointer items-center text-sm text-muted">Other ways</summary>
            <SignInForm next={next} />
          </details>
        )}
      </div>
    </AuthCard>
  );
}
