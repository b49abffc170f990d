import { listSimilarIncidents } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { listSimilar } from '@/server/incidents/similar';
import { runtime } from '@/server/runtime';

export const GET = route(listSimilarIncidents, ({ caller, params }) => listSimilar(runtime(), caller, params.id));
