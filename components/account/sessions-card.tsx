'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { Waiting } from '@/components/ui/waiting';
import { endOtherSessions, endOwnSession } from '@/lib/account/api';
import { messageOf } from '@/lib/errors';
import { sessionsQuery } from './account-queries';

export function SessionsCard() {
  const queries = useQueryClient();
  const zone = useZone();
  const sessions = useQuery(sessionsQuery());
  const onSettled = () => queries.invalidateQueries({ queryKey: sessionsQuery().queryKey });
  const end = useMutation({ mutationFn: (id: string) => callEndpoint(endOwnSession, { params: { id } }), onSettled });
  const endOthers = useMutation({ mutationFn: () => callEndpoint(endOtherSessions), onSettled });
  const error = end.error ?? endOthers.error;
  const list = sessions.data?.sessions ?? [];
  return (
    <Card>
      <CardHeader title="Sessions" note="where you are signed in" />
      <div className="flex flex-col gap-3 px-4 pb-4">
        {sessions.data ? null : <Waiting thing="list of sessions" error={sessions.error} onRetry={() => void sessions.refetch()}><Skeleton className="h-24" /></Waiting>}
        <ul className="flex flex-col divide-y empty:hidden">
          {list.map((each) => (
            <li key={each.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0">
                <span className="block text-sm font-medium">
                  {each.device}
                  {each.isCurrent ? <span className="font-normal text-muted"> · this one</span> : null}
                </span>
                <span className="block text-xs break-words text-muted">
                  {[each.address, `by ${each.method}${each.hasSecondFactor && each.method !== 'passkey' ? ' and second factor' : ''}`, each.tenant].filter(Boolean).join(' · ')}
                </span>
                <span className="block text-xs text-muted">{zone ? `Since ${formatAbsolute(each.createdAt, zone)}, last seen ${formatAbsolute(each.lastSeenAt, zone)}` : ' '}</span>
              </span>
              {each.isCurrent ? null : <Button aria-label={`End the session of ${each.device}`} disabled={end.isPending} onClick={() => end.mutate(each.id)}>End</Button>}
            </li>
          ))}
        </ul>
        {error ? <FormError>{messageOf(error)}</FormError> : null}
        {list.length > 1 ? <Button className="self-start" pending={endOthers.isPending} onClick={() => endOthers.mutate()}>End all other sessions</Button> : null}
      </div>
    </Card>
  );
}
