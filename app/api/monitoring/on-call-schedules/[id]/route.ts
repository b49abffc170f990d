import { deleteSchedule, readSchedule, updateSchedule } from '@/lib/alerts/on-call/api';
import { deleteSchedule as remove, readSchedule as read, updateSchedule as update } from '@/server/alerts/on-call/schedules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readSchedule, ({ caller, params }) => read(runtime(), caller, params.id));
export const PUT = route(updateSchedule, ({ caller, params, body }) => update(runtime(), caller, params.id, body));
export const DELETE = route(deleteSchedule, async ({ caller, params, query }) => {
  await remove(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
