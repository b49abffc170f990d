import { deleteRole, updateRole } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { deleteRole as remove, updateRole as update } from '@/server/people/roles';
import { runtime } from '@/server/runtime';

export const PUT = route(updateRole, ({ caller, params, body }) => update(runtime(), caller, params.id, body));

export const DELETE = route(deleteRole, async ({ caller, params }) => {
  await remove(runtime(), caller, params.id);
  return {};
});
