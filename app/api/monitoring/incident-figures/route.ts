import { readIncidentFigures } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { readFigures } from '@/server/incidents/figures';
import { runtime } from '@/server/runtime';

export const GET = route(readIncidentFigures, ({ caller, query }) => readFigures(runtime(), caller, query));
