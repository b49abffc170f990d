import { readMember, removeMember } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { removeMember as remove } from '@/server/people/change-member';
import { readMember as read } from '@/server/people/list-members';
import { runtime } from '@/server/runtime';

export const GET = route(readMember, ({ caller, params }) => read(runtime(), caller, params.id));

export const DELETE = route(removeMember, async ({ caller, params }) => {
  await remove(runtime(), caller, params.id);
  return {};
});
