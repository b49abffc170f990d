import { listAlerts as endpoint } from '@/lib/alerts/api';
import { listAlerts } from '@/server/alerts/list-alerts';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(endpoint, ({ caller, query }) => listAlerts(runtime(), caller, query));
