import { testNotificationRouting } from '@/lib/alerts/notify/api';
import { tryRouting } from '@/server/alerts/notify/try-routing';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(testNotificationRouting, ({ caller, body }) => tryRouting(runtime(), caller, body));
