'use client';

import { useQueryClient } from '@tanstack/react-query';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { permissionWords } from '@/lib/auth/permission-words';
import { permissions } from '@/lib/auth/permissions';
import { createRole, listRoles, updateRole } from '@/lib/people/api';
import type { Hand } from '@/lib/people/rights';
import type { CustomRole, CustomRoleInput } from '@/lib/people/schemas';
import { useSectionDraft, type Versioned } from '../use-section-draft';
import { DraftRefusal } from './draft-refusal';
import { membersKey, sameOf } from './people-queries';
import { permissionSentence } from './words';

interface CustomRoleFormProps {
  /** Null: a new one. */
  role: CustomRole | null;
  hand: Hand;
  onDone: () => void;
}

/** Name and permissions of a custom role; only what the viewer holds can be ticked. */
export function CustomRoleForm({ role, hand, onDone }: CustomRoleFormProps) {
  const queries = useQueryClient();
  const section = useSectionDraft<CustomRoleInput>({
    stored: role ? versioned(role) : { version: 0, value: { name: '', description: '', permissions: [] } },
    save: async ({ version, value }) => versioned(await (role ? callEndpoint(updateRole, { params: { id: role.id }, body: { version, role: value } }) : callEndpoint(createRole, { body: value }))),
    read: async () => versioned(sameOf(role, (await callEndpoint(listRoles)).roles)),
    onSaved: () => {
      onDone();
      void queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  const { draft, edit, issues, save, theirs, submit } = section;
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Name" data-first autoComplete="off" maxLength={80} value={draft.name} error={issueAt(issues, 'name') ?? issueAt(issues, 'role.name')} onChange={(event) => edit({ name: event.target.value })} />
      <Field label="Description" autoComplete="off" maxLength={500} value={draft.description} hint="For whom it is." onChange={(event) => edit({ description: event.target.value })} />
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
              onChange={(event) => edit({ permissions: permissions.filter((each) => (each === permission ? event.target.checked : draft.permissions.includes(each))) })}
            />
          );
        })}
      </fieldset>
      <DraftRefusal what="This role" section={section} differences={differences} />
      {role !== null && role.members > 0 ? <p className="text-xs text-muted">The change takes effect at once for all {role.members} who have it, also on pages that are open.</p> : null}
      <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={draft.name.trim() === '' || theirs !== null}>
        {role === null ? 'Make the role' : 'Save the role'}
      </Button>
    </form>
  );
}

function versioned({ version, name, description, permissions: given }: CustomRole): Versioned<CustomRoleInput> {
  return { version, value: { name, description, permissions: given } };
}

function differences(mine: CustomRoleInput, theirs: CustomRoleInput) {
  return [
    { name: 'Name', theirs: theirs.name, mine: mine.name },
    { name: 'Description', theirs: theirs.description, mine: mine.description },
    { name: 'Permissions', theirs: permissionSentence(theirs.permissions), mine: permissionSentence(mine.permissions) },
  ];
}
