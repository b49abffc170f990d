'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { callEndpoint } from '@/components/api-client';
import { CannotShow, RowsSkeleton } from '@/components/checks/list-parts';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { resendInvitation, revokeInvitation } from '@/lib/people/api';
import { refusalToGive, type Hand } from '@/lib/people/rights';
import type { Invitation } from '@/lib/people/schemas';
import { Confirm } from './confirm';
import { InvitationLink } from './invitation-link';
import { invitationsQuery, membersKey, rolesQuery } from './people-queries';
import { invitationWords } from './words';

interface InvitationsProps {
  canChange: boolean;
  hand: Hand;
}

type Doing = { act: 'resend' | 'revoke'; invitation: Invitation };

/** Who is invited: those that wait for an answer, and what became of the others. */
export function Invitations({ canChange, hand }: InvitationsProps) {
  const query = useQuery(invitationsQuery());
  const roles = useQuery(rolesQuery()).data?.roles ?? [];
  const [isAll, setIsAll] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const nowMs = useNow(query.data?.at ?? 0, query.dataUpdatedAt);
  const all = query.data?.invitations ?? [];
  const shown = isAll ? all : all.filter(({ state }) => state === 'open' || state === 'expired');
  const mayGive = ({ role, customRole }: Invitation) => refusalToGive(hand, { role, added: roles.find(({ id }) => id === customRole?.id)?.permissions ?? [] }) === null;
  return (
    <Card>
      <CardHeader title="Invitations" note={query.data ? `${all.filter(({ state }) => state === 'open').length} open` : undefined} />
      {!query.data ? (
        query.isError ? <CannotShow title="The invitations cannot be shown" error={query.error} onRetry={() => void query.refetch()} /> : <RowsSkeleton things="invitations" />
      ) : shown.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted">No invitation waits for an answer.</p>
      ) : (
        <ul aria-label="Invitations" className="flex flex-col divide-y">
          {shown.map((invitation) => (
            <li key={invitation.id} className="flex min-w-0 flex-wrap items-center justify-between gap-x-3 gap-y-2 px-4 py-3">
              <div className="min-w-0">
                <p className="text-sm font-medium break-all">{invitation.email}</p>
                <p className="text-xs break-words text-muted">
                  {invitationWords[invitation.state]}. {invitation.role}
                  {invitation.customRole ? ` with ${invitation.customRole.name}` : ''}
                  {invitation.teams.length > 0 ? `, ${invitation.teams.map(({ name }) => name).join(', ')}` : ''}. Sent <Since atMs={invitation.sentAt} nowMs={nowMs} form="ago" /> by {invitation.invitedBy}.
                </p>
              </div>
              {canChange && mayGive(invitation) && (invitation.state === 'open' || invitation.state === 'expired') ? (
                <div className="flex gap-2">
                  <Button onClick={() => setDoing({ act: 'resend', invitation })}>New link</Button>
                  <Button look="quiet" onClick={() => setDoing({ act: 'revoke', invitation })}>
                    Revoke
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {all.length > shown.length || isAll ? (
        <div className="border-t px-4 py-2">
          <Button look="quiet" onClick={() => setIsAll(!isAll)}>
            {isAll ? 'Show those that wait' : `Show all ${all.length}`}
          </Button>
        </div>
      ) : null}
      <Dialog open={doing !== null} onClose={() => setDoing(null)} title={doing?.act === 'revoke' ? `Revoke the invitation of ${doing.invitation.email}` : 'Make a new link'}>
        {doing ? <Step key={doing.act} doing={doing} onDone={() => setDoing(null)} /> : null}
      </Dialog>
    </Card>
  );
}

function Step({ doing: { act, invitation }, onDone }: { doing: Doing; onDone: () => void }) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: membersKey });
  const resend = useMutation({ mutationFn: () => callEndpoint(resendInvitation, { params: { id: invitation.id }, body: {}, timeoutMs: 30_000 }), onSuccess });
  const revoke = useMutation({
    mutationFn: () => callEndpoint(revokeInvitation, { params: { id: invitation.id } }),
    onSuccess: async () => {
      onDone();
      await onSuccess();
    },
  });
  if (resend.data) return <InvitationLink invited={resend.data} onDone={onDone} />;
  if (act === 'revoke') {
    return (
      <Confirm action="Revoke" isPending={revoke.isPending} error={revoke.error} onConfirm={() => revoke.mutate()}>
        <p>The link ends at once.</p>
      </Confirm>
    );
  }
  return (
    <Confirm action="Make a new link" isPending={resend.isPending} error={resend.error} onConfirm={() => resend.mutate()}>
      <p>{invitation.email} gets a new link for seven days, by email where that is possible. The link of before ends.</p>
    </Confirm>
  );
}
