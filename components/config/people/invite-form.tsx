'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { isAppError } from '@/lib/errors';
import { createInvitation } from '@/lib/people/api';
import type { Hand } from '@/lib/people/rights';
import { peopleLimits, type GivenRole } from '@/lib/people/schemas';
import { GivenRoleFields } from './given-role-fields';
import { InvitationLink } from './invitation-link';
import { membersKey, teamsQuery } from './people-queries';

const mostTeams = 20;

/** Invites somebody; the link is shown this once. */
export function InviteForm({ hand, onDone }: { hand: Hand; onDone: () => void }) {
  const queries = useQueryClient();
  const teams = useQuery(teamsQuery()).data?.teams ?? [];
  const [email, setEmail] = useState('');
  const [given, setGiven] = useState<GivenRole>({ role: 'VIEWER', customRoleId: null });
  const [teamIds, setTeamIds] = useState<readonly string[]>([]);
  const invite = useMutation({
    mutationFn: () => callEndpoint(createInvitation, { body: { email: email.trim(), given, teamIds: [...teamIds] }, timeoutMs: 30_000 }),
    onSuccess: () => queries.invalidateQueries({ queryKey: membersKey }),
  });
  if (invite.data) return <InvitationLink invited={invite.data} onDone={onDone} />;
  const issues = isAppError(invite.error) ? invite.error.issues : [];
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <Field
        label="Email"
        type="email"
        data-first
        autoComplete="off"
        autoCapitalize="none"
        inputMode="email"
        maxLength={254}
        value={email}
        error={issueAt(issues, 'email')}
        hint={`The account that accepts must have it. The invitation ends after ${peopleLimits.invitationDays} days.`}
        onChange={(event) => setEmail(event.target.value)}
      />
      <GivenRoleFields hand={hand} given={given} onChange={setGiven} />
      {teams.length > 0 ? (
        <fieldset className="min-w-0">
          <legend className="text-sm font-medium">Teams</legend>
          <div className="max-h-40 overflow-y-auto">
            {teams.map(({ id, name }) => (
              <Check
                key={id}
                label={name}
                checked={teamIds.includes(id)}
                disabled={!teamIds.includes(id) && teamIds.length >= mostTeams}
                onChange={(event) => setTeamIds(event.target.checked ? [...teamIds, id] : teamIds.filter((each) => each !== id))}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <FormRefusal issues={issues} error={invite.error} />
      <Button type="submit" look="primary" size="large" pending={invite.isPending} disabled={email.trim() === ''}>
        Invite
      </Button>
    </form>
  );
}
