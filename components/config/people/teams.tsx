'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { CannotShow, RowsSkeleton } from '@/components/checks/list-parts';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { createTeam, deleteTeam } from '@/lib/people/api';
import type { Team } from '@/lib/people/schemas';
import { DeleteItem, NamedItem } from './named-item';
import { teamsQuery } from './people-queries';
import { TeamForm } from './team-form';

type Doing = { act: 'make'; name: string } | { act: 'edit' | 'delete'; team: Team };

const mostNames = 8;

/** Teams and who belongs to them. */
export function Teams({ viewer }: { viewer: Viewer }) {
  const query = useQuery(teamsQuery());
  const canChange = useCanEdit('teams', mayCall(viewer, createTeam));
  const [doing, setDoing] = useState<Doing | null>(null);
  const title = doing === null ? '' : doing.act === 'make' ? 'Make a team' : doing.act === 'edit' ? `Change ${doing.team.name}` : `Delete ${doing.team.name}`;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <ManagedNotice section="teams" />
      <p className="text-sm text-muted">Services and rules name a team as their owner; here is who belongs to it. A team holds no permission.</p>
      <Card>
        {!query.data ? (
          query.isError ? <CannotShow title="The teams cannot be shown" error={query.error} onRetry={() => void query.refetch()} /> : <RowsSkeleton things="teams" />
        ) : query.data.teams.length === 0 ? (
          <p className="p-4 text-sm text-muted">No team yet.</p>
        ) : (
          <ul aria-label="Teams" className="flex flex-col divide-y">
            {query.data.teams.map((team) => (
              <NamedItem key={team.id} item={team} onAct={canChange ? (act) => setDoing({ act, team }) : null}>
                <p className="text-xs break-words text-muted">{peopleWords(team)}</p>
              </NamedItem>
            ))}
          </ul>
        )}
        {canChange && query.data ? (
          <div className="border-t px-4 py-3">
            <Button onClick={() => setDoing({ act: 'make', name: '' })}>
              <Plus aria-hidden className="size-4" />
              Make a team
            </Button>
          </div>
        ) : null}
      </Card>
      {query.data && query.data.unknown.length > 0 ? (
        <Card className="flex min-w-0 flex-col gap-2 p-4 text-sm">
          <p>Services or rules name these, and there is no team of the name:</p>
          <ul className="flex flex-wrap gap-2">
            {query.data.unknown.map((name) => (
              <li key={name} className="min-w-0">
                {canChange ? <Button onClick={() => setDoing({ act: 'make', name: name.slice(0, 80) })}><span className="truncate">Make {name}</span></Button> : <span className="break-words">{name}</span>}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Dialog open={doing !== null} onClose={() => setDoing(null)} title={title}>
        {doing === null ? null : doing.act === 'delete' ? (
          <DeleteItem name={doing.team.name} action="Delete the team" onDelete={() => callEndpoint(deleteTeam, { params: { id: doing.team.id } })} onDone={() => setDoing(null)}>
            <p>Its people stay, and services and rules keep the name.</p>
          </DeleteItem>
        ) : (
          <TeamForm team={doing.act === 'edit' ? doing.team : null} name={doing.act === 'make' ? doing.name : ''} onDone={() => setDoing(null)} />
        )}
      </Dialog>
    </div>
  );
}

function peopleWords({ members }: Team): string {
  if (members.length === 0) return 'Nobody belongs to it.';
  const more = members.length - mostNames;
  return `${members.slice(0, mostNames).map(({ name }) => name).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
