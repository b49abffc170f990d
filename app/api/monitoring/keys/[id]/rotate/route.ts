import { rotateApiKey } from '@/lib/keys/api';
import { route } from '@/server/http/route';
import { rotateApiKey as rotate } from '@/server/keys/keys';
import { runtime } from '@/server/runtime';

export const POST = route(rotateApiKey, ({ caller, params, body }) => rotate(runtime(), caller, { ...params, ...body }));
