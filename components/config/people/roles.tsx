'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { CannotShow, RowsSkeleton } from '@/components/checks/list-parts';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { roles } from '@/lib/auth/permissions';
import { createRole, deleteRole } from '@/lib/people/api';
import { refusalToGrant } from '@/lib/people/rights';
import type { CustomRole } from '@/lib/people/schemas';
import { CustomRoleForm } from './custom-role-form';
import { DeleteItem, NamedItem } from './named-item';
import { rolesQuery, useHand } from './people-queries';
import { permissionSentence, roleWords } from './words';

type Doing = { act: 'make' } | { act: 'edit' | 'delete'; role: CustomRole };

/** The built-in roles, and those that were made here. */
export function Roles({ viewer }: { viewer: Viewer }) {
  const query = useQuery(rolesQuery());
  const hand = useHand(viewer);
  const canChange = useCanEdit('roles', mayCall(viewer, createRole));
  const [doing, setDoing] = useState<Doing | null>(null);
  const title = doing === null ? '' : doing.act === 'make' ? 'Make a role' : doing.act === 'edit' ? `Change ${doing.role.name}` : `Delete ${doing.role.name}`;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <ManagedNotice section="roles" />
      <Card>
        <CardHeader title="Custom roles" note="Each adds permissions to MEMBER or VIEWER" />
        {!query.data ? (
          query.isError ? <CannotShow title="The roles cannot be shown" error={query.error} onRetry={() => void query.refetch()} /> : <RowsSkeleton things="roles" />
        ) : query.data.roles.length === 0 ? (
          <p className="px-4 pb-4 text-sm text-muted">No custom role yet.{canChange ? ' Make one to let somebody see or do a part of what an ADMIN may.' : ''}</p>
        ) : (
          <ul aria-label="Custom roles" className="flex flex-col divide-y">
            {query.data.roles.map((role) => (
              <NamedItem key={role.id} item={role} onAct={canChange && refusalToGrant(hand, role.permissions) === null ? (act) => setDoing({ act, role }) : null}>
                <p className="text-xs break-words text-muted">{role.permissions.length === 0 ? 'Adds nothing' : permissionSentence(role.permissions)}.</p>
                <p className="text-xs break-words text-muted">{usedWords(role)}</p>
              </NamedItem>
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
          <DeleteItem name={doing.role.name} action="Delete the role" onDelete={() => callEndpoint(deleteRole, { params: { id: doing.role.id } })} onDone={() => setDoing(null)}>
            <p>Only a role that nobody has can be deleted.</p>
          </DeleteItem>
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
          </div>
        ))}
      </dl>
    </Card>
  );
}

function usedWords({ usedBy, members, invitations }: CustomRole): string {
  const more = members - usedBy.length;
  const people = members === 0 ? 'Nobody has it' : `${usedBy.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${members === 1 ? 'has' : 'have'} it`;
  return invitations === 0 ? `${people}.` : `${people}; ${invitations} open ${invitations === 1 ? 'invitation' : 'invitations'}.`;
}
