import { createInvitation, listInvitations } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { createInvitation as create, listInvitations as list } from '@/server/people/invitations';
import { runtime } from '@/server/runtime';

export const GET = route(listInvitations, ({ caller }) => list(runtime(), caller));

export const POST = route(createInvitation, ({ caller, body }) => create(runtime(), caller, body));
