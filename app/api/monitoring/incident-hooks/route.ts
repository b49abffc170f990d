import { createIncidentHook, listIncidentHooks } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { createHook, listHooks } from '@/server/incidents/hooks';
import { runtime } from '@/server/runtime';

export const GET = route(listIncidentHooks, ({ caller }) => listHooks(runtime(), caller));
export const POST = route(createIncidentHook, ({ caller, body }) => createHook(runtime(), caller, body));
