import { listShifts } from '@/lib/alerts/on-call/api';
import { listShifts as list } from '@/server/alerts/on-call/shifts';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listShifts, ({ caller, params, query }) => list(runtime(), caller, params.id, query));
