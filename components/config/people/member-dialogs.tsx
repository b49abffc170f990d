'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { messageOf } from '@/lib/errors';
import { endMemberSessions, removeMember, setMemberActive, transferOwnership } from '@/lib/people/api';
import type { Hand } from '@/lib/people/rights';
import type { Member } from '@/lib/people/schemas';
import { Confirm } from './confirm';
import { membersKey } from './people-queries';
import { RoleForm } from './role-form';

export type MemberAct = 'role' | 'deactivate' | 'activate' | 'sessions' | 'remove' | 'transfer';

interface MemberDialogsProps {
  doing: { act: MemberAct; member: Member } | null;
  hand: Hand;
  onClose: () => void;
}

const titles: Record<MemberAct, string> = { role: 'Role of', deactivate: 'Deactivate', activate: 'Activate', sessions: 'Sign out', remove: 'Remove', transfer: 'Transfer the ownership to' };

/** The dialog of what is being done to a member. */
export function MemberDialogs({ doing, hand, onClose }: MemberDialogsProps) {
  return (
    <Dialog open={doing !== null} onClose={onClose} title={doing ? `${titles[doing.act]} ${doing.member.name ?? doing.member.email}` : ''}>
      {doing === null ? null : doing.act === 'role' ? (
        <RoleForm member={doing.member} hand={hand} onDone={onClose} />
      ) : doing.act === 'transfer' ? (
        <TransferForm member={doing.member} onDone={onClose} />
      ) : (
        <PlainStep act={doing.act} member={doing.member} onDone={onClose} />
      )}
    </Dialog>
  );
}

const steps = {
  deactivate: {
    action: 'Deactivate',
    words: 'They are signed out at once, cannot sign in here, are not paged and are offered nowhere. Invitations that they made and that are open end. What they did stays, and they can be activated again.',
    run: ({ id, version }: Member): Promise<unknown> => callEndpoint(setMemberActive, { params: { id }, body: { version, isActive: false } }),
  },
  activate: {
    action: 'Activate',
    words: 'They can sign in again, with the role that they had.',
    run: ({ id, version }: Member): Promise<unknown> => callEndpoint(setMemberActive, { params: { id }, body: { version, isActive: true } }),
  },
  sessions: {
    action: 'End all sessions',
    words: 'They are signed out of this organisation on every device at once, and can sign in again.',
    run: ({ id }: Member): Promise<unknown> => callEndpoint(endMemberSessions, { params: { id }, body: {} }),
  },
  remove: {
    action: 'Remove',
    words: 'They are signed out at once and belong here no longer. What they did stays in alerts, incidents and the audit trail. Who belongs to no other organisation has to be invited again to come back.',
    run: ({ id }: Member): Promise<unknown> => callEndpoint(removeMember, { params: { id } }),
  },
} as const;

function PlainStep({ act, member, onDone }: { act: keyof typeof steps; member: Member; onDone: () => void }) {
  const queries = useQueryClient();
  const { action, words, run } = steps[act];
  const step = useMutation({
    mutationFn: () => run(member),
    onSuccess: async () => {
      onDone();
      await Promise.all([queries.invalidateQueries({ queryKey: membersKey }), queries.invalidateQueries({ queryKey: ['people'] })]);
    },
  });
  return (
    <Confirm action={action} isPending={step.isPending} error={step.error} onConfirm={() => step.mutate()}>
      <p>{words}</p>
    </Confirm>
  );
}

function TransferForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const queries = useQueryClient();
  const [tenantName, setTenantName] = useState('');
  const transfer = useMutation({
    mutationFn: () => callEndpoint(transferOwnership, { params: { id: member.id }, body: { tenantName } }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4 text-sm break-words"
      onSubmit={(event) => {
        event.preventDefault();
        transfer.mutate();
      }}
    >
      <p>{member.email} becomes OWNER, and you become ADMIN, in one step. Only an OWNER can undo it.</p>
      <Field label="Type the name of the organisation" data-first autoComplete="off" maxLength={200} value={tenantName} onChange={(event) => setTenantName(event.target.value)} error={transfer.error ? messageOf(transfer.error) : undefined} />
      <Button type="submit" look="primary" size="large" pending={transfer.isPending} disabled={tenantName.trim() === ''}>
        Transfer the ownership
      </Button>
    </form>
  );
}
