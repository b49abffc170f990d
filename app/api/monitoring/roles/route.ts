import { createRole, listRoles } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { createRole as create, listRoles as list } from '@/server/people/roles';
import { runtime } from '@/server/runtime';

export const GET = route(listRoles, ({ caller }) => list(runtime(), caller));

export const POST = route(createRole, ({ caller, body }) => create(runtime(), caller, body));
