import { changeImpact } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { changeImpact as change } from '@/server/incidents/change-impact';
import { runtime } from '@/server/runtime';

export const PUT = route(changeImpact, ({ caller, params, body }) => change(runtime(), caller, params.id, body));
