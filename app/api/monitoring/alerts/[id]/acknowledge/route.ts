import { acknowledgeAlert as endpoint } from '@/lib/alerts/api';
import { acknowledgeAlert } from '@/server/alerts/acknowledge-alert';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(endpoint, ({ caller, params, body }) => acknowledgeAlert(runtime(), caller, params.id, body));
