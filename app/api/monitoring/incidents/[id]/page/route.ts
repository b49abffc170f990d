import { pageIncident } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { pageIncident as page } from '@/server/incidents/page-incident';
import { runtime } from '@/server/runtime';

export const POST = route(pageIncident, ({ caller, params, body }) => page(runtime(), caller, params.id, body));
