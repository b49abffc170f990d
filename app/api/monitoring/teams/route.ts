import { createTeam, listTeams } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { createTeam as create, listTeams as list } from '@/server/people/teams';
import { runtime } from '@/server/runtime';

export const GET = route(listTeams, ({ caller }) => list(runtime(), caller));

export const POST = route(createTeam, ({ caller, body }) => create(runtime(), caller, body));
