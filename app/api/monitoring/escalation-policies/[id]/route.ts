import { deletePolicy, readPolicy, updatePolicy } from '@/lib/alerts/on-call/api';
import { deletePolicy as remove, readPolicy as read, updatePolicy as update } from '@/server/alerts/on-call/policies';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readPolicy, ({ caller, params }) => read(runtime(), caller, params.id));
export const PUT = route(updatePolicy, ({ caller, params, body }) => update(runtime(), caller, params.id, body));
export const DELETE = route(deletePolicy, async ({ caller, params, query }) => {
  await remove(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
