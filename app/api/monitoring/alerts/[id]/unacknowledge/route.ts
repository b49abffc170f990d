import { unacknowledgeAlert as endpoint } from '@/lib/alerts/api';
import { unacknowledgeAlert } from '@/server/alerts/unacknowledge-alert';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(endpoint, ({ caller, params, body }) => unacknowledgeAlert(runtime(), caller, params.id, body.comment));
