import { readSilence, updateSilence } from '@/lib/alerts/suppression/api';
import { readSilence as read, updateSilence as update } from '@/server/alerts/suppression/silences';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readSilence, ({ caller, params }) => read(runtime(), caller, params.id));
export const PUT = route(updateSilence, ({ caller, params, body }) => update(runtime(), caller, params.id, body));
