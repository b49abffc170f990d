import { deleteMaintenance, readMaintenance, updateMaintenance } from '@/lib/alerts/suppression/api';
import { deleteMaintenance as remove, readMaintenance as read, updateMaintenance as update } from '@/server/alerts/suppression/maintenance';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readMaintenance, ({ caller, params }) => read(runtime(), caller, params.id));
export const PUT = route(updateMaintenance, ({ caller, params, body }) => update(runtime(), caller, params.id, body));
export const DELETE = route(deleteMaintenance, async ({ caller, params, query }) => {
  await remove(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
