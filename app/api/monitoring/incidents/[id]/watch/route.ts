import { watchIncident } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { watchIncident as watch } from '@/server/incidents/watch';
import { runtime } from '@/server/runtime';

export const PUT = route(watchIncident, ({ caller, params, body }) => watch(runtime(), caller, params.id, body));
