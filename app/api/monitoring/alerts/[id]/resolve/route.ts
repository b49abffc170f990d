import { resolveAlert as endpoint } from '@/lib/alerts/api';
import { resolveAlert } from '@/server/alerts/resolve-alert';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(endpoint, ({ caller, params, body }) => resolveAlert(runtime(), caller, params.id, body));
