import { lookAtIncident } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { lookAt } from '@/server/incidents/viewers';
import { runtime } from '@/server/runtime';

export const PUT = route(lookAtIncident, ({ caller, params, body }) => lookAt(runtime(), caller, params.id, body));
