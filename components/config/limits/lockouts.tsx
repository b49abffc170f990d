'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNow } from '@/components/alerts/use-now';
import { callEndpoint } from '@/components/api-client';
import { SettingsPart } from '@/components/incidents/settings/settings-part';
import { formatDuration } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { unlockAccount, type Lockout } from '@/lib/limits/api';
import { lockoutsQuery } from './limit-queries';

const kindWords: Readonly<Record<Lockout['kinds'][number], string>> = { 'sign-in': 'signing in', password: 'proving by password', code: 'codes', passkey: 'passkeys', reset: 'mails to reset', contact: 'mails to confirm' };

/** Members who cannot sign in for a while, and a way to let them. */
export function Lockouts() {
  const query = useQuery(lockoutsQuery());
  const nowMs = useNow(query.data?.at ?? query.dataUpdatedAt, query.dataUpdatedAt);
  const lockouts = query.data?.lockouts.filter(({ until }) => until > nowMs);
  return (
    <SettingsPart title="Locked accounts" about="Members who gave a wrong password or code, or asked for mails, too often. They are free again by themselves after 15 minutes at most.">
      {!lockouts && query.isError ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3 text-sm">
          <span>Locked accounts cannot be listed. {messageOf(query.error)}</span>
          <Button onClick={() => void query.refetch()}>Try again</Button>
        </div>
      ) : !lockouts ? (
        <Skeleton className="h-12" />
      ) : lockouts.length === 0 ? (
        <p className="text-sm text-muted">No account is locked.</p>
      ) : (
        <ul aria-label="Locked accounts" className="-my-2 divide-y">
          {lockouts.map((lockout) => (
            <LockedAccount key={lockout.email} lockout={lockout} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </SettingsPart>
  );
}

function LockedAccount({ lockout: { email, name, kinds, until, isEverywhere }, nowMs }: { lockout: Lockout; nowMs: number }) {
  const queries = useQueryClient();
  const unlock = useMutation({
    mutationFn: () => callEndpoint(unlockAccount, { body: { email } }),
    onSettled: () => queries.invalidateQueries({ queryKey: lockoutsQuery().queryKey }),
  });
  return (
    <li className="flex min-w-0 flex-wrap items-center justify-between gap-3 py-2">
      <div className="min-w-0 text-sm">
        <p className="font-medium break-words">{name ?? email}</p>
        <p className="text-xs break-words text-muted">
          {name === null ? '' : `${email}, `}{kinds.map((kind) => kindWords[kind]).join(', ')} locked {isEverywhere ? 'everywhere' : 'from one network'} for another {formatDuration(Math.max(0, until - nowMs))}
        </p>
        {unlock.error ? (
          <p role="alert" className="text-xs text-critical">
            {messageOf(unlock.error)}
          </p>
        ) : null}
      </div>
      <Button aria-label={`Unlock ${email}`} pending={unlock.isPending} onClick={() => unlock.mutate()}>
        Unlock
      </Button>
    </li>
  );
}
