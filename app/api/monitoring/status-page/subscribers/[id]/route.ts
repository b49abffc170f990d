import { removeSubscriber } from '@/lib/status-pages/subscribers-api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { removeSubscriber as remove } from '@/server/status-pages/subscribers/manage-subscribers';

export const DELETE = route(removeSubscriber, async ({ caller, params }) => {
  await remove(runtime(), caller, params.id);
  return { deleted: true as const };
});
