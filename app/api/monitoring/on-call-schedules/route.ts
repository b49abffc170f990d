import { createSchedule, listSchedules } from '@/lib/alerts/on-call/api';
import { createSchedule as create, listSchedules as list } from '@/server/alerts/on-call/schedules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listSchedules, ({ caller }) => list(runtime(), caller));
export const POST = route(createSchedule, ({ caller, body }) => create(runtime(), caller, body));
