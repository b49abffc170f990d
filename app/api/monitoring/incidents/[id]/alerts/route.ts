import { changeAlerts } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { changeAlertsOf } from '@/server/incidents/change-alerts';
import { runtime } from '@/server/runtime';

export const POST = route(changeAlerts, ({ caller, params, body }) => changeAlertsOf(runtime(), caller, params.id, body));
