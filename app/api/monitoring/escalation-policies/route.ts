import { createPolicy, listPolicies } from '@/lib/alerts/on-call/api';
import { createPolicy as create, listPolicies as list } from '@/server/alerts/on-call/policies';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listPolicies, ({ caller }) => list(runtime(), caller));
export const POST = route(createPolicy, ({ caller, body }) => create(runtime(), caller, body));
