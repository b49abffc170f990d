import { splitIncident } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { splitIncident as split } from '@/server/incidents/split';
import { runtime } from '@/server/runtime';

export const POST = route(splitIncident, ({ caller, params, body }) => split(runtime(), caller, params.id, body));
