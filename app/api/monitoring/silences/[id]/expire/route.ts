import { expireSilence } from '@/lib/alerts/suppression/api';
import { expireSilence as expire } from '@/server/alerts/suppression/silences';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(expireSilence, ({ caller, params, body }) => expire(runtime(), caller, params.id, body.version));
