import { createApiKey, listApiKeys } from '@/lib/keys/api';
import { route } from '@/server/http/route';
import { createApiKey as create, listApiKeys as list } from '@/server/keys/keys';
import { runtime } from '@/server/runtime';

export const GET = route(listApiKeys, ({ caller }) => list(runtime(), caller));
export const POST = route(createApiKey, ({ caller, body }) => create(runtime(), caller, body));
