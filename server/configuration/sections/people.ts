import { RoleItem, TeamItem } from '@/lib/configuration/people-sections';
import type { SectionOf } from '@/lib/configuration/schemas';
import { CustomRoleInput, TeamInput } from '@/lib/people/schemas';
import { createRole, deleteRole, updateRole } from '@/server/people/roles';
import { createTeam, deleteTeam, updateTeam } from '@/server/people/teams';
import { itemOf, type ListSection, type Work } from '../work';

export const roles: ListSection<SectionOf<'roles'>[number]> = {
  kind: 'list',
  async read({ read }) {
    const rows = await read((tx) => tx.customRole.findMany({ select: { id: true, version: true, name: true, description: true, permissions: true }, take: 1_000 }));
    return rows.map(({ id, version, ...role }) => ({ id, version, item: itemOf(RoleItem, role) }));
  },
  create: async (work, item) => void (await createRole(work, work.caller, CustomRoleInput.parse(item))),
  update: async (work, { id, version }, item) => void (await updateRole(work, work.caller, id, { version, role: CustomRoleInput.parse(item) })),
  remove: (work, { id }) => deleteRole(work, work.caller, id),
};

type Team = SectionOf<'teams'>[number];

export const teams: ListSection<Team> = {
  kind: 'list',
  async read({ read, names }) {
    const rows = await read((tx) => tx.team.findMany({ select: { id: true, version: true, name: true, description: true, members: { select: { userId: true } } }, take: 1_000 }));
    return rows.map(({ id, version, members, ...team }) => ({ id, version, item: itemOf(TeamItem, { ...team, members: names.namesOf('person', members.map(({ userId }) => userId)) }) }));
  },
  create: async (work, item) => void (await createTeam(work, work.caller, inputOf(work, item))),
  update: async (work, { id, version }, item) => void (await updateTeam(work, work.caller, id, { version, team: inputOf(work, item) })),
  remove: (work, { id }) => deleteTeam(work, work.caller, id),
};

function inputOf({ names }: Work, { members, ...team }: Team): TeamInput {
  return TeamInput.parse({ ...team, memberIds: names.idsOf('person', members, 'members') });
}
