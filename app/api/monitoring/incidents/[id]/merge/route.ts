import { mergeIncident } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { mergeIncident as merge } from '@/server/incidents/merge';
import { runtime } from '@/server/runtime';

export const POST = route(mergeIncident, ({ caller, params, body }) => merge(runtime(), caller, params.id, body));
