import { resolveAlerts as endpoint } from '@/lib/alerts/api';
import { bulkAnswer } from '@/server/alerts/one-alert';
import { resolveAlerts } from '@/server/alerts/resolve-alert';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(endpoint, async ({ caller, body: { ids, comment } }) => bulkAnswer(ids, await resolveAlerts(runtime(), caller, ids, comment)));
