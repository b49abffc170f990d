import { readNotificationRouting, updateNotificationRouting } from '@/lib/alerts/notify/api';
import { readRouting, updateRouting } from '@/server/alerts/notify/routing';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readNotificationRouting, ({ caller }) => readRouting(runtime(), caller));
export const PUT = route(updateNotificationRouting, ({ caller, body }) => updateRouting(runtime(), caller, body));
