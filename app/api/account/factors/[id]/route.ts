import { removeFactor as remove } from '@/lib/account/api';
import { removeFactor } from '@/server/account/factors';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const DELETE = route(remove, async ({ caller, params }) => {
  await removeFactor(runtime(), caller, params.id);
  return { done: true as const };
});
