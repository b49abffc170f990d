'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { isAppError } from '@/lib/errors';
import { setMemberRole } from '@/lib/people/api';
import type { Hand } from '@/lib/people/rights';
import type { GivenRole, Member } from '@/lib/people/schemas';
import { GivenRoleFields } from './given-role-fields';
import { memberQuery, membersKey, rolesQuery } from './people-queries';
import { Stale } from './stale';

interface RoleFormProps {
  member: Member;
  hand: Hand;
  onDone: () => void;
}

/** Changes the role of somebody; where another was faster, both sides are shown. */
export function RoleForm({ member, hand, onDone }: RoleFormProps) {
  const queries = useQueryClient();
  const [given, setGiven] = useState<GivenRole>({ role: member.role, customRoleId: member.customRole?.id ?? null });
  const [version, setVersion] = useState(member.version);
  const custom = useQuery(rolesQuery()).data?.roles ?? [];
  const change = useMutation({
    mutationFn: () => callEndpoint(setMemberRole, { params: { id: member.id }, body: { version, given } }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  const isOvertaken = isAppError(change.error) && change.error.code === 'conflict';
  const now = useQuery({ ...memberQuery(member.id), enabled: isOvertaken, staleTime: 0 }).data;
  const isStale = isOvertaken && now !== undefined && now.version !== version;
  const words = (role: string, name: string | undefined) => (name === undefined ? role : `${role} with ${name}`);
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <GivenRoleFields hand={hand} given={given} onChange={setGiven} />
      {isStale ? (
        <Stale
          what={member.email}
          differences={[{ name: 'Role', theirs: words(now.role, now.customRole?.name), mine: words(given.role, custom.find(({ id }) => id === given.customRoleId)?.name) }]}
          onKeep={() => {
            setVersion(now.version);
            change.reset();
          }}
        />
      ) : (
        <FormRefusal issues={isAppError(change.error) ? change.error.issues : []} error={change.error} />
      )}
      <p className="text-xs text-muted">It takes effect at once, also on pages that are open.</p>
      <Button type="submit" look="primary" size="large" pending={change.isPending} disabled={isStale}>
        Change the role
      </Button>
    </form>
  );
}
