import { postUpdate } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { postUpdate as post } from '@/server/incidents/post-update';
import { runtime } from '@/server/runtime';

export const POST = route(postUpdate, ({ caller, params, body }) => post(runtime(), caller, params.id, body));
