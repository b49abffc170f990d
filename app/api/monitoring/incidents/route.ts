import { declareIncident, listIncidents } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { declareIncident as declare } from '@/server/incidents/declare-incident';
import { listIncidents as list } from '@/server/incidents/list-incidents';
import { runtime } from '@/server/runtime';

export const GET = route(listIncidents, ({ caller, query }) => list(runtime(), caller, query));
export const POST = route(declareIncident, ({ caller, body }) => declare(runtime(), caller, body));
