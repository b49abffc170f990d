import { readIncident, updateIncident } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { readIncident as read } from '@/server/incidents/read-incident';
import { updateIncident as update } from '@/server/incidents/update-incident';
import { runtime } from '@/server/runtime';

export const GET = route(readIncident, ({ caller, params }) => read(runtime(), caller, params.id));
export const PATCH = route(updateIncident, ({ caller, params, body }) => update(runtime(), caller, params.id, body));
