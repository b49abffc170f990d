'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { Waiting } from '@/components/ui/waiting';
import { removeFactor, renewRecoveryCodes } from '@/lib/account/api';
import { messageOf } from '@/lib/errors';
import { sessionsQuery, factorsQuery } from './account-queries';
import { AddPasskey, AddTotp } from './add-factor';
import { ProveForm } from './prove-form';
import { RecoveryCodes } from './recovery-codes';

const kindWords = { totp: 'Authenticator app', passkey: 'Passkey' } as const;

/** `next` is where to go on after a second factor that was demanded; a path that was already found safe. */
export function FactorsCard({ next }: { next: string }) {
  const queries = useQueryClient();
  const zone = useZone();
  const { data, error, refetch } = useQuery(factorsQuery());
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [adding, setAdding] = useState<'totp' | 'passkey' | null>(null);
  const [wasDemanded, setWasDemanded] = useState(false);
  const refresh = () => Promise.all([queries.invalidateQueries({ queryKey: factorsQuery().queryKey }), queries.invalidateQueries({ queryKey: sessionsQuery().queryKey })]);
  const remove = useMutation({ mutationFn: (id: string) => callEndpoint(removeFactor, { params: { id } }), onSettled: refresh });
  const renew = useMutation({ mutationFn: () => callEndpoint(renewRecoveryCodes), onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes), onSettled: refresh });
  if (data?.isDemanded && !wasDemanded) setWasDemanded(true);
  const onAdded = (made: string[] | null) => {
    setAdding(null);
    setCodes(made);
    void refresh();
  };
  const failure = remove.error ?? renew.error;
  const canChange = typeof data?.proof.freshUntil === 'number';
  return (
    <Card>
      <CardHeader title="Second factors" note={data && data.factors.length > 0 ? `${data.recoveryCodesLeft} recovery codes left` : undefined} />
      <div className="flex flex-col gap-4 px-4 pb-4">
        {data ? null : <Waiting thing="list of second factors" error={error} onRetry={() => void refetch()}><Skeleton className="h-24" /></Waiting>}
        {data?.isDemanded ? <p role="alert" className="rounded-base border border-warning-fill bg-warning-soft px-3 py-2 text-sm">Your organisation asks for a second factor. {data.factors.length > 0 ? 'Prove the one that you have' : 'Set one up'}; everything else opens after that.</p> : null}
        {wasDemanded && data && !data.isDemanded && !codes ? <p role="status" className="text-sm">Everything is open now. <a className="underline underline-offset-4" href={next}>Go on</a></p> : null}
        {codes ? <RecoveryCodes codes={codes} onDone={() => setCodes(null)} /> : null}
        {data?.factors.length === 0 && !data.isDemanded ? <p className="text-sm text-muted">None. With one, a stolen password opens nothing.</p> : null}
        <ul className="flex flex-col divide-y empty:hidden">
          {data?.factors.map(({ id, kind, name, createdAt, lastUsedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0">
                <span className="block text-sm font-medium break-words">{name}</span>
                <span className="block text-xs text-muted">{kindWords[kind]}{zone ? `, added ${formatAbsolute(createdAt, zone)}, ${lastUsedAt === null ? 'not used yet' : `last used ${formatAbsolute(lastUsedAt, zone)}`}` : ''}</span>
              </span>
              {canChange ? <Button aria-label={`Remove ${name}`} disabled={remove.isPending} onClick={() => remove.mutate(id)}>Remove</Button> : null}
            </li>
          ))}
        </ul>
        {failure ? <FormError>{messageOf(failure)}</FormError> : null}
        {!data ? null : !canChange ? (
          <ProveForm by={data.proof.by} onProved={() => void refresh()} />
        ) : adding === 'totp' ? (
          <AddTotp onAdded={onAdded} />
        ) : adding === 'passkey' ? (
          <AddPasskey onAdded={onAdded} />
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setAdding('totp')}>Add an authenticator app</Button>
            <Button onClick={() => setAdding('passkey')}>Add a passkey</Button>
            {data.factors.length > 0 ? <Button pending={renew.isPending} onClick={() => renew.mutate()}>Make new recovery codes</Button> : null}
          </div>
        )}
        {adding && canChange ? <Button look="quiet" className="self-start" onClick={() => setAdding(null)}>Cancel</Button> : null}
      </div>
    </Card>
  );
}
