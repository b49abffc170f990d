import { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { peopleLimits, type Team, type TeamInput } from '@/lib/people/schemas';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { changeBy, changePeople } from './change-people';

interface Verbs {
  database: Database;
}

const include = { members: { select: { membership: { select: { user: { select: { id: true, name: true, email: true } } } } }, take: peopleLimits.teamMembers } } as const satisfies Prisma.TeamInclude;

type Row = Prisma.TeamGetPayload<{ include: typeof include }>;

/** The teams of the caller's tenant, by name, and the names of teams that services and rules use though there is no team of that name. */
export function listTeams({ database }: Verbs, { tenant }: Caller): Promise<{ teams: Team[]; unknown: string[] }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.team.findMany({ where: { tenantId: tenant.id }, include, orderBy: { name: 'asc' }, take: peopleLimits.teams });
    const named = await tx.$queryRaw`
      select distinct name from (select settings ->> 'team' as name from services union all select settings ->> 'team' from alert_rules) as named
      where name <> '' and not exists (select from teams t where t.name = named.name) order by name limit ${peopleLimits.hints}`;
    return { teams: rows.map(viewOf), unknown: z.array(z.object({ name: z.string() })).parse(named).map(({ name }) => name) };
  });
}

/** Makes a team. Throws `conflict` for a name that is taken and for one team too many, `invalid` for somebody who is no member of the tenant. */
export function createTeam({ database }: Verbs, caller: Caller, input: TeamInput): Promise<Team> {
  const { tenant, now } = caller;
  return changePeople(database, changeBy(caller), 'team.create', async (tx) => {
    if ((await tx.team.count({ where: { tenantId: tenant.id } })) >= peopleLimits.teams) throw new AppError('conflict', `There are ${peopleLimits.teams} teams already. Delete one first.`);
    await refuseTaken(tx, tenant.id, input.name, null);
    const at = new Date(now);
    const { id } = await tx.team.create({ data: { tenantId: tenant.id, name: input.name, description: input.description, createdAt: at, updatedAt: at } });
    await storeMembers(tx, tenant.id, id, input.memberIds, 'body');
    const row = await rowOf(tx, tenant.id, id);
    return { result: viewOf(row), before: null, after: storedOf(row) };
  });
}

/** Changes a team and who belongs to it. Throws as createTeam, `not_found`, and `conflict` for another version. */
export function updateTeam({ database }: Verbs, caller: Caller, id: string, { version, team }: { version: number; team: TeamInput }): Promise<Team> {
  const { tenant, now } = caller;
  return changePeople(database, changeBy(caller), 'team.update', async (tx) => {
    const before = await rowOf(tx, tenant.id, id);
    await refuseTaken(tx, tenant.id, team.name, id);
    const { count } = await tx.team.updateMany({ where: { id, tenantId: tenant.id, version }, data: { name: team.name, description: team.description, version: version + 1, updatedAt: new Date(now) } });
    if (count === 0) throw new AppError('conflict', 'This team was changed by somebody else in the meantime. Load it again and repeat the change.');
    await tx.teamMember.deleteMany({ where: { teamId: id, tenantId: tenant.id } });
    await storeMembers(tx, tenant.id, id, team.memberIds, 'body.team');
    const row = await rowOf(tx, tenant.id, id);
    return { result: viewOf(row), before: storedOf(before), after: storedOf(row) };
  });
}

/** Deletes a team; services and rules keep the name as text. Throws `not_found`. */
export function deleteTeam({ database }: Verbs, caller: Caller, id: string): Promise<void> {
  const { tenant } = caller;
  return changePeople(database, changeBy(caller), 'team.delete', async (tx) => {
    const row = await rowOf(tx, tenant.id, id);
    await tx.team.delete({ where: { id } });
    return { result: undefined, before: storedOf(row), after: null };
  });
}

/** The teams with these ids. Throws `invalid` at `path` for one that there is not. */
export async function teamsOf(tx: Transaction, tenantId: string, ids: readonly string[], path: string): Promise<{ id: string; name: string }[]> {
  const rows = await tx.team.findMany({ where: { tenantId, id: { in: [...ids] } }, select: { id: true, name: true }, orderBy: { name: 'asc' } });
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw new AppError('invalid', `${path}: There is no team with the id ${missing}.`, { issues: [{ path, message: `There is no team with the id ${missing}.` }] });
  return rows;
}

async function storeMembers(tx: Transaction, tenantId: string, teamId: string, ids: readonly string[], path: string): Promise<void> {
  const members = await tx.membership.findMany({ where: { tenantId, userId: { in: [...ids] } }, select: { userId: true } });
  const missing = ids.findIndex((id) => !members.some(({ userId }) => userId === id));
  if (missing >= 0) throw new AppError('invalid', `${path}.memberIds.${missing}: Nobody of this organisation has this id.`, { issues: [{ path: `${path}.memberIds.${missing}`, message: 'Nobody of this organisation has this id.' }] });
  await tx.teamMember.createMany({ data: ids.map((userId) => ({ teamId, tenantId, userId })) });
}

async function refuseTaken(tx: Transaction, tenantId: string, name: string, but: string | null): Promise<void> {
  const taken = await tx.team.findFirst({ where: { tenantId, name, ...(but === null ? {} : { NOT: { id: but } }) }, select: { id: true } });
  if (taken) throw new AppError('conflict', `There is a team “${name}” already. Give another name.`);
}

async function rowOf(tx: Transaction, tenantId: string, id: string): Promise<Row> {
  const row = await tx.team.findFirst({ where: { id, tenantId }, include });
  if (!row) throw new AppError('not_found', 'There is no team with this id.');
  return row;
}

function storedOf(row: Row) {
  return { name: row.name, description: row.description, members: row.members.map(({ membership: { user } }) => user.email) };
}

function viewOf(row: Row): Team {
  const members = row.members.map(({ membership: { user } }) => ({ id: user.id, name: user.name ?? user.email }));
  return { id: row.id, name: row.name, description: row.description, version: row.version, members: members.sort((a, b) => a.name.localeCompare(b.name, 'en')) };
}
