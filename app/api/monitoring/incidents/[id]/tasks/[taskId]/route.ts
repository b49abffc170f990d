import { deleteTask, updateTask } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { deleteTask as remove, updateTask as update } from '@/server/incidents/tasks';
import { runtime } from '@/server/runtime';

export const PATCH = route(updateTask, ({ caller, params, body }) => update(runtime(), caller, params.id, params.taskId, body));
export const DELETE = route(deleteTask, async ({ caller, params, query }) => {
  await remove(runtime(), caller, params.id, params.taskId, query.version);
  return { deleted: true as const };
});
