import { addEntry, readTimeline } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { addToTimeline } from '@/server/incidents/add-entry';
import { readTimeline as read } from '@/server/incidents/read-timeline';
import { runtime } from '@/server/runtime';

export const GET = route(readTimeline, ({ caller, params, query }) => read(runtime(), caller, params.id, query));
export const POST = route(addEntry, ({ caller, params, body }) => addToTimeline(runtime(), caller, params.id, body));
