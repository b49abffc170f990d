import { deleteTeam, updateTeam } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { deleteTeam as remove, updateTeam as update } from '@/server/people/teams';
import { runtime } from '@/server/runtime';

export const PUT = route(updateTeam, ({ caller, params, body }) => update(runtime(), caller, params.id, body));

export const DELETE = route(deleteTeam, async ({ caller, params }) => {
  await remove(runtime(), caller, params.id);
  return {};
});
