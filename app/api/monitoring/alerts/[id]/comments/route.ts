import { commentOnAlert as endpoint } from '@/lib/alerts/api';
import { commentOnAlert } from '@/server/alerts/comment-on-alert';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(endpoint, ({ caller, params, body }) => commentOnAlert(runtime(), caller, params.id, body.text));
