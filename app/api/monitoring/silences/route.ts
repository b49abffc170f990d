import { createSilence, listSilences } from '@/lib/alerts/suppression/api';
import { listSilences as list } from '@/server/alerts/suppression/list-silences';
import { createSilence as create } from '@/server/alerts/suppression/silences';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listSilences, ({ caller, query }) => list(runtime(), caller, query));
export const POST = route(createSilence, ({ caller, body }) => create(runtime(), caller, body));
