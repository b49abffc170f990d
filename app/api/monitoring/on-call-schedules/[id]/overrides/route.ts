import { createOverride } from '@/lib/alerts/on-call/api';
import { createOverride as create } from '@/server/alerts/on-call/overrides';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(createOverride, ({ caller, params, body }) => create(runtime(), caller, params.id, body));
