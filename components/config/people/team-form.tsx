'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SearchField } from '@/components/ui/search-field';
import { createTeam, listTeams, updateTeam } from '@/lib/people/api';
import { peopleLimits, type Team } from '@/lib/people/schemas';
import { useSectionDraft, type Versioned } from '../use-section-draft';
import { DraftRefusal } from './draft-refusal';
import { membersKey, membersQuery, sameOf } from './people-queries';

type TeamDraft = Pick<Team, 'name' | 'description' | 'members'>;

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
  const section = useSectionDraft<TeamDraft>({
    stored: team ? versioned(team) : { version: 0, value: { name, description: '', members: [] } },
    save: async ({ version, value: { members, ...named } }) => {
      const body = { ...named, memberIds: members.map(({ id }) => id) };
      return versioned(await (team ? callEndpoint(updateTeam, { params: { id: team.id }, body: { version, team: body } }) : callEndpoint(createTeam, { body })));
    },
    read: async () => versioned(sameOf(team, (await callEndpoint(listTeams)).teams)),
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
      <Field label="Name" data-first autoComplete="off" maxLength={80} value={draft.name} error={issueAt(issues, 'name') ?? issueAt(issues, 'team.name')} hint="As services and rules name it." onChange={(event) => edit({ name: event.target.value })} />
      <Field label="Description" autoComplete="off" maxLength={500} value={draft.description} onChange={(event) => edit({ description: event.target.value })} />
      <TeamPeople members={draft.members} onChange={(members) => edit({ members })} />
      <DraftRefusal what="This team" section={section} differences={differences} />
      <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={draft.name.trim() === '' || theirs !== null}>
        {team === null ? 'Make the team' : 'Save the team'}
      </Button>
    </form>
  );
}

function versioned({ version, name, description, members }: Team): Versioned<TeamDraft> {
  return { version, value: { name, description, members } };
}

function differences(mine: TeamDraft, theirs: TeamDraft) {
  const names = ({ members }: TeamDraft) => members.map((each) => each.name).sort().join(', ') || 'Nobody';
  return [
    { name: 'Name', theirs: theirs.name, mine: mine.name },
    { name: 'Description', theirs: theirs.description, mine: mine.description },
    { name: 'People', theirs: names(theirs), mine: names(mine) },
  ];
}

/** Who belongs to it: those who do first, then whom the search finds. */
function TeamPeople({ members, onChange }: { members: Team['members']; onChange: (members: Team['members']) => void }) {
  const [text, setText] = useState('');
  const found = useQuery(membersQuery({ text, state: 'active', page: 0 })).data?.members ?? [];
  const isIn = (id: string) => members.some((each) => each.id === id);
  const offered = [...members, ...found.filter(({ id }) => !isIn(id)).map(({ id, name, email }) => ({ id, name: name ?? email }))];
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">People</legend>
      <SearchField aria-label="Search people" placeholder="Name or email" value={text} onChange={setText} className="flex-none basis-auto sm:max-w-none sm:basis-auto" />
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
