import { deleteCheck as remove, readCheck as read, updateCheck as update } from '@/lib/checks/api';
import { deleteCheck, updateCheck } from '@/server/checks/checks';
import { readCheck } from '@/server/checks/read-checks';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(read, ({ caller, params }) => readCheck(runtime(), caller, params.id));
export const PUT = route(update, ({ caller, params, body }) => updateCheck(runtime(), caller, params.id, body));
export const DELETE = route(remove, async ({ caller, params, query }) => {
  await deleteCheck(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
