'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SearchField } from '@/components/ui/search-field';
import { isAppError } from '@/lib/errors';
import { createTeam, updateTeam } from '@/lib/people/api';
import { peopleLimits, type Team } from '@/lib/people/schemas';
import { membersKey, membersQuery, teamsQuery } from './people-queries';
import { Stale } from './stale';

interface TeamFormProps {
  /** Null: a new one. */
  team: Team | null;
  /** That a new one begins with. */
  name: string;
  onDone: () => void;
}

/** Name and people of a team. */
export function TeamForm({ team, name, onDone }: TeamFormProps) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState({ name: team?.name ?? name, description: team?.description ?? '' });
  const [members, setMembers] = useState(team?.members ?? []);
  const [version, setVersion] = useState(team?.version ?? 0);
  const body = { ...draft, memberIds: members.map(({ id }) => id) };
  const save = useMutation({
    mutationFn: () => (team === null ? callEndpoint(createTeam, { body }) : callEndpoint(updateTeam, { params: { id: team.id }, body: { version, team: body } })),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  const issues = isAppError(save.error) ? save.error.issues : [];
  const isOvertaken = team !== null && isAppError(save.error) && save.error.code === 'conflict';
  const now = useQuery({ ...teamsQuery(), enabled: isOvertaken, staleTime: 0 }).data?.teams.find(({ id }) => id === team?.id);
  const names = (of: readonly { name: string }[]) => of.map((each) => each.name).sort().join(', ') || 'Nobody';
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label="Name" data-first autoComplete="off" maxLength={80} value={draft.name} error={issueAt(issues, 'name') ?? issueAt(issues, 'team.name')} hint="As services and rules name it." onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
      <Field label="Description" autoComplete="off" maxLength={500} value={draft.description} onChange={(event) => setDraft({ ...draft, description: event.target.value })} />
      <TeamPeople members={members} onChange={setMembers} />
      {isOvertaken && now && now.version !== version ? (
        <Stale
          what="This team"
          differences={[
            { name: 'Name', theirs: now.name, mine: draft.name },
            { name: 'Description', theirs: now.description, mine: draft.description },
            { name: 'People', theirs: names(now.members), mine: names(members) },
          ]}
          onKeep={() => {
            setVersion(now.version);
            save.reset();
          }}
        />
      ) : (
        <FormRefusal issues={issues} error={save.error} />
      )}
      <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={draft.name.trim() === ''}>
        {team === null ? 'Make the team' : 'Save the team'}
      </Button>
    </form>
  );
}

type Names = Team['members'];

/** Who belongs to it: those who do first, then whom the search finds. */
function TeamPeople({ members, onChange }: { members: Names; onChange: (members: Names) => void }) {
  const [text, setText] = useState('');
  const found = useQuery(membersQuery({ text, state: 'active', page: 0 })).data?.members ?? [];
  const isIn = (id: string) => members.some((each) => each.id === id);
  const offered = [...members, ...found.filter(({ id }) => !isIn(id)).map(({ id, name, email }) => ({ id, name: name ?? email }))];
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">People</legend>
      <SearchField aria-label="Search people" placeholder="Name or email" value={text} onChange={setText} className="sm:max-w-none" />
      <div className="max-h-56 overflow-y-auto">
        {offered.map((each) => (
          <Check
            key={each.id}
            label={each.name}
            checked={isIn(each.id)}
            disabled={!isIn(each.id) && members.length >= peopleLimits.teamMembers}
            onChange={(event) => onChange(event.target.checked ? [...members, each] : members.filter(({ id }) => id !== each.id))}
          />
        ))}
      </div>
    </fieldset>
  );
}
