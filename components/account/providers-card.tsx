import { FormError } from '@/components/auth/auth-card';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { Card, CardHeader } from '@/components/ui/card';

export interface ProvidersCardProps {
  providers: readonly { key: string; name: string }[];
  /** Why the provider that was tried last was not linked. */
  refusal: string | null;
}

/** The providers by which this person can sign in from now on, once linked. */
export function ProvidersCard({ providers, refusal, email }: ProvidersCardProps & { email: string }) {
  if (providers.length === 0 && refusal === null) return null;
  return (
    <Card aria-labelledby="sign-in-providers">
      <CardHeader id="sign-in-providers" title="Sign in by a provider" />
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-sm text-pretty text-muted">
          A provider is linked by signing in there once. It has to confirm that <span className="break-words text-ink">{email}</span> is yours.
        </p>
        {refusal ? <FormError>{refusal}</FormError> : null}
        <ProviderButtons providers={providers} next="/account/security" verb="Link" className="flex-row flex-wrap" />
      </div>
    </Card>
  );
}
