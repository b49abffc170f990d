'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { CannotShow, RowsSkeleton } from '@/components/checks/list-parts';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { permissionsOf, roles } from '@/lib/auth/permissions';
import { createRole, deleteRole } from '@/lib/people/api';
import { refusalToGrant } from '@/lib/people/rights';
import type { CustomRole } from '@/lib/people/schemas';
import { CustomRoleForm } from './custom-role-form';
import { membersKey, rolesQuery, useHand } from './people-queries';
import { permissionWords, roleWords } from './words';

type Doing = { act: 'make' } | { act: 'edit' | 'delete'; role: CustomRole };

/** The built-in roles, and those that were made here. */
export function Roles({ viewer }: { viewer: Viewer }) {
  const query = useQuery(rolesQuery());
  const hand = useHand(viewer);
  const canChange = mayCall(viewer, createRole);
  const [doing, setDoing] = useState<Doing | null>(null);
  const title = doing === null ? '' : doing.act === 'make' ? 'Make a role' : doing.act === 'edit' ? `Change ${doing.role.name}` : `Delete ${doing.role.name}`;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card>
        <CardHeader title="Custom roles" note="Each adds permissions to MEMBER or VIEWER" />
        {!query.data ? (
          query.isError ? <CannotShow title="The roles cannot be shown" error={query.error} onRetry={() => void query.refetch()} /> : <RowsSkeleton things="roles" />
        ) : query.data.roles.length === 0 ? (
          <p className="px-4 pb-4 text-sm text-muted">No custom role yet.{canChange ? ' Make one to let somebody see or do a part of what an ADMIN may.' : ''}</p>
        ) : (
          <ul aria-label="Custom roles" className="flex flex-col divide-y">
            {query.data.roles.map((role) => (
              <li key={role.id} className="flex min-w-0 flex-wrap items-start justify-between gap-x-3 gap-y-2 px-4 py-3">
                <div className="min-w-0 flex-1 basis-64">
                  <p className="text-sm font-medium break-words">{role.name}</p>
                  {role.description === '' ? null : <p className="text-sm break-words">{role.description}</p>}
                  <p className="text-xs break-words text-muted">{role.permissions.length === 0 ? 'Adds nothing' : role.permissions.map((each) => permissionWords[each]).join(', ')}.</p>
                  <p className="text-xs break-words text-muted">{usedWords(role)}</p>
                </div>
                {canChange && refusalToGrant(hand, role.permissions) === null ? (
                  <div className="flex gap-2">
                    <Button onClick={() => setDoing({ act: 'edit', role })}>Change</Button>
                    <Button look="quiet" onClick={() => setDoing({ act: 'delete', role })}>
                      Delete
                    </Button>
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {canChange ? (
          <div className="border-t px-4 py-3">
            <Button onClick={() => setDoing({ act: 'make' })}>
              <Plus aria-hidden className="size-4" />
              Make a role
            </Button>
          </div>
        ) : null}
      </Card>
      <BuiltIn />
      <Dialog open={doing !== null} onClose={() => setDoing(null)} title={title}>
        {doing === null ? null : doing.act === 'delete' ? (
          <DeleteRole role={doing.role} onDone={() => setDoing(null)} />
        ) : (
          <CustomRoleForm role={doing.act === 'edit' ? doing.role : null} hand={hand} onDone={() => setDoing(null)} />
        )}
      </Dialog>
    </div>
  );
}

function BuiltIn() {
  return (
    <Card>
      <CardHeader title="Built-in roles" />
      <dl className="flex flex-col divide-y">
        {roles.map((role) => (
          <div key={role} className="px-4 py-3">
            <dt className="text-sm font-medium">{role}</dt>
            <dd className="text-sm text-muted">{roleWords[role]}</dd>
            {permissionsOf(role).length > 0 ? (
              <dd className="mt-1 text-xs break-words text-muted">
                {permissionsOf(role)
                  .map((each) => permissionWords[each])
                  .join(', ')}
                .
              </dd>
            ) : null}
          </div>
        ))}
      </dl>
    </Card>
  );
}

function DeleteRole({ role: { id, name }, onDone }: { role: CustomRole; onDone: () => void }) {
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => callEndpoint(deleteRole, { params: { id } }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  return (
    <DeleteByName name={name} action="Delete the role" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate()}>
      <p>Only a role that nobody has can be deleted.</p>
    </DeleteByName>
  );
}

function usedWords({ usedBy, members, invitations }: CustomRole): string {
  const more = members - usedBy.length;
  const people = members === 0 ? 'Nobody has it' : `${usedBy.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${members === 1 ? 'has' : 'have'} it`;
  return invitations === 0 ? `${people}.` : `${people}; ${invitations} open ${invitations === 1 ? 'invitation' : 'invitations'}.`;
}
