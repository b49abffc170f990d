'use client';

import { useQuery } from '@tanstack/react-query';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { Waiting } from '@/components/ui/waiting';
import { isAppError } from '@/lib/errors';
import { updateSignInSettings } from '@/lib/sso/api';
import { PolicyForm } from './policy-form';
import { Providers } from './providers';
import { providersQuery, signInQuery } from './sign-in-queries';

/** How people sign in: the policy of the organisation, and the providers where it runs the installation. */
export function SignInSettings({ viewer, isOwner }: { viewer: Viewer; isOwner: boolean }) {
  const policy = useQuery({ ...signInQuery(), refetchOnReconnect: false, refetchOnWindowFocus: false });
  const providers = useQuery(providersQuery());
  const isElsewhere = isAppError(providers.error) && providers.error.code === 'not_found';
  return (
    <div className="flex min-w-0 flex-col gap-8">
      {policy.data ? <PolicyForm answer={policy.data} canEdit={mayCall(viewer, updateSignInSettings)} /> : <Waiting thing="settings of sign-in" error={policy.error} onRetry={() => void policy.refetch()} />}
      {isElsewhere ? null : (
        <section aria-labelledby="providers" className="flex min-w-0 flex-col gap-4">
          <div>
            <h2 id="providers" className="text-base font-semibold">
              Providers
            </h2>
            <p className="text-sm text-muted">Where people sign in for all of this installation: OpenID Connect, Microsoft Entra ID, GitHub and Google.</p>
          </div>
          {providers.data ? <Providers answer={providers.data} canEdit={isOwner} /> : <Waiting thing="providers" error={providers.error} onRetry={() => void providers.refetch()} />}
        </section>
      )}
    </div>
  );
}
