import { acknowledgeAlerts as endpoint } from '@/lib/alerts/api';
import { acknowledgeAlerts } from '@/server/alerts/acknowledge-alert';
import { bulkAnswer } from '@/server/alerts/one-alert';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(endpoint, async ({ caller, body: { ids, ...input } }) => bulkAnswer(ids, await acknowledgeAlerts(runtime(), caller, ids, input)));
