import { deleteIncidentHook } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { deleteHook } from '@/server/incidents/hooks';
import { runtime } from '@/server/runtime';

export const DELETE = route(deleteIncidentHook, async ({ caller, params }) => {
  await deleteHook(runtime(), caller, params.id);
  return { deleted: true as const };
});
