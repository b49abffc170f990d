import { endOwnSession as end } from '@/lib/account/api';
import { endOwnSession } from '@/server/account/sessions';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const DELETE = route(end, async ({ caller, params }) => {
  await endOwnSession(runtime().database, caller, params.id);
  return { done: true as const };
});
