import { deleteService as remove, readService as read, updateService as update } from '@/lib/services/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { readService } from '@/server/services/read-services';
import { deleteService, updateService } from '@/server/services/services';

export const GET = route(read, ({ caller, params }) => readService(runtime(), caller, params.id));
export const PUT = route(update, ({ caller, params, body }) => updateService(runtime(), caller, params.id, body));
export const DELETE = route(remove, async ({ caller, params, query }) => {
  await deleteService(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
