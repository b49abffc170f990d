import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Waiting } from '@/components/ui/waiting';
import { unlinkIdentity } from '@/lib/account/api';
import { messageOf } from '@/lib/errors';
import { identitiesQuery } from './account-queries';

export interface ProvidersCardProps {
  providers: readonly { key: string; name: string }[];
  /** Why the provider that was tried last was not linked. */
  refusal: string | null;
}

/** The providers by which this person signs in, and those that can be linked. */
export function ProvidersCard({ providers, refusal, email }: ProvidersCardProps & { email: string }) {
  const queries = useQueryClient();
  const zone = useZone();
  const { data, error, refetch } = useQuery(identitiesQuery());
  const unlink = useMutation({ mutationFn: (provider: string) => callEndpoint(unlinkIdentity, { params: { provider } }), onSettled: () => queries.invalidateQueries({ queryKey: identitiesQuery().queryKey }) });
  const linked = data?.identities ?? [];
  if (providers.length === 0 && refusal === null && linked.length === 0) return null;
  const nameOf = (key: string) => providers.find((each) => each.key === key)?.name ?? key;
  const open = data ? providers.filter(({ key }) => !linked.some(({ provider }) => provider === key)) : [];
  return (
    <Card aria-labelledby="sign-in-providers">
      <CardHeader id="sign-in-providers" title="Sign in by a provider" />
      <div className="flex flex-col gap-3 px-4 pb-4">
        {data ? null : <Waiting thing="list of providers" error={error} onRetry={() => void refetch()} />}
        <ul className="flex flex-col divide-y empty:hidden">
          {linked.map(({ provider, email: known, createdAt, lastUsedAt }) => (
            <li key={`${provider} ${createdAt}`} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0">
                <span className="block text-sm font-medium break-words">{nameOf(provider)}</span>
                <span className="block text-xs break-words text-muted">{known ?? 'No email'}{zone ? `, ${lastUsedAt === null ? `linked ${formatAbsolute(createdAt, zone)}` : `last used ${formatAbsolute(lastUsedAt, zone)}`}` : ''}</span>
              </span>
              <Button aria-label={`Unlink ${nameOf(provider)}`} disabled={unlink.isPending} onClick={() => unlink.mutate(provider)}>Unlink</Button>
            </li>
          ))}
        </ul>
        {open.length > 0 ? (
          <p className="text-sm text-pretty text-muted">
            A provider is linked by signing in there once. It has to confirm that <span className="break-words text-ink">{email}</span> is yours.
          </p>
        ) : null}
        {unlink.error ? <FormError>{messageOf(unlink.error)}</FormError> : refusal ? <FormError>{refusal}</FormError> : null}
        <ProviderButtons providers={open} next="/account/security" verb="Link" className="flex-row flex-wrap" />
      </div>
    </Card>
  );
}
