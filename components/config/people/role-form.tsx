'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { readMember, setMemberRole } from '@/lib/people/api';
import type { Hand } from '@/lib/people/rights';
import type { GivenRole, Member } from '@/lib/people/schemas';
import { useSectionDraft, type Versioned } from '../use-section-draft';
import { DraftRefusal } from './draft-refusal';
import { GivenRoleFields } from './given-role-fields';
import { membersKey, rolesQuery } from './people-queries';

interface RoleFormProps {
  member: Member;
  hand: Hand;
  onDone: () => void;
}

/** Changes the role of somebody; where another was faster, both sides are shown. */
export function RoleForm({ member, hand, onDone }: RoleFormProps) {
  const queries = useQueryClient();
  const custom = useQuery(rolesQuery()).data?.roles ?? [];
  const section = useSectionDraft<GivenRole>({
    stored: versioned(member),
    save: async ({ version, value }) => versioned(await callEndpoint(setMemberRole, { params: { id: member.id }, body: { version, given: value } })),
    read: async () => versioned(await callEndpoint(readMember, { params: { id: member.id } })),
    onSaved: () => {
      onDone();
      void queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  const { draft, edit, save, theirs, submit } = section;
  const words = ({ role, customRoleId }: GivenRole) => [role, custom.find(({ id }) => id === customRoleId)?.name].filter(Boolean).join(' with ');
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <GivenRoleFields hand={hand} given={draft} onChange={edit} />
      <DraftRefusal what={member.email} section={section} differences={(mine, other) => [{ name: 'Role', theirs: words(other), mine: words(mine) }]} />
      <p className="text-xs text-muted">It takes effect at once, also on pages that are open.</p>
      <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null}>
        Change the role
      </Button>
    </form>
  );
}

function versioned({ version, role, customRole }: Member): Versioned<GivenRole> {
  return { version, value: { role, customRoleId: customRole?.id ?? null } };
}
