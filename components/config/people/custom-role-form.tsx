'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { isAppError } from '@/lib/errors';
import { createRole, updateRole } from '@/lib/people/api';
import type { Hand } from '@/lib/people/rights';
import type { CustomRole } from '@/lib/people/schemas';
import { membersKey, rolesQuery } from './people-queries';
import { Stale } from './stale';
import { permissionWords } from './words';

interface CustomRoleFormProps {
  /** Null: a new one. */
  role: CustomRole | null;
  hand: Hand;
  onDone: () => void;
}

/** Name and permissions of a custom role; only what the viewer holds can be ticked. */
export function CustomRoleForm({ role, hand, onDone }: CustomRoleFormProps) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState({ name: role?.name ?? '', description: role?.description ?? '', permissions: role?.permissions ?? ([] as Permission[]) });
  const [version, setVersion] = useState(role?.version ?? 0);
  const save = useMutation({
    mutationFn: () => (role === null ? callEndpoint(createRole, { body: draft }) : callEndpoint(updateRole, { params: { id: role.id }, body: { version, role: draft } })),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  const issues = isAppError(save.error) ? save.error.issues : [];
  const isOvertaken = role !== null && isAppError(save.error) && save.error.code === 'conflict';
  const now = useQuery({ ...rolesQuery(), enabled: isOvertaken, staleTime: 0 }).data?.roles.find(({ id }) => id === role?.id);
  const words = (given: readonly Permission[]) => given.map((each) => permissionWords[each]).join(', ') || 'Nothing';
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label="Name" data-first autoComplete="off" maxLength={80} value={draft.name} error={issueAt(issues, 'name') ?? issueAt(issues, 'role.name')} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
      <Field label="Description" autoComplete="off" maxLength={500} value={draft.description} hint="For whom it is." onChange={(event) => setDraft({ ...draft, description: event.target.value })} />
      <fieldset className="min-w-0">
        <legend className="text-sm font-medium">Who has it may</legend>
        {permissions.map((permission) => {
          const isHeld = hand.permissions.includes(permission);
          return (
            <Check
              key={permission}
              label={permissionWords[permission]}
              hint={<span className="font-mono">{isHeld ? permission : `${permission} (you do not hold it)`}</span>}
              disabled={!isHeld}
              checked={draft.permissions.includes(permission)}
              onChange={(event) => setDraft({ ...draft, permissions: permissions.filter((each) => (each === permission ? event.target.checked : draft.permissions.includes(each))) })}
            />
          );
        })}
      </fieldset>
      {isOvertaken && now && now.version !== version ? (
        <Stale
          what="This role"
          differences={[
            { name: 'Name', theirs: now.name, mine: draft.name },
            { name: 'Description', theirs: now.description, mine: draft.description },
            { name: 'Permissions', theirs: words(now.permissions), mine: words(draft.permissions) },
          ]}
          onKeep={() => {
            setVersion(now.version);
            save.reset();
          }}
        />
      ) : (
        <FormRefusal issues={issues} error={save.error} />
      )}
      {role !== null && role.members > 0 ? <p className="text-xs text-muted">The change takes effect at once for all {role.members} who have it, also on pages that are open.</p> : null}
      <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={draft.name.trim() === ''}>
        {role === null ? 'Make the role' : 'Save the role'}
      </Button>
    </form>
  );
}
