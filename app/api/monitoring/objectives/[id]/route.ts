import { deleteObjective, readObjective, updateObjective } from '@/lib/sla/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { deleteObjective as remove, updateObjective as update } from '@/server/sla/objectives';
import { readObjective as read } from '@/server/sla/read-objective';

export const GET = route(readObjective, ({ caller, params }) => read(runtime(), caller, params.id));
export const PUT = route(updateObjective, ({ caller, params, body }) => update(runtime(), caller, params.id, body));
export const DELETE = route(deleteObjective, async ({ caller, params, query }) => {
  await remove(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
