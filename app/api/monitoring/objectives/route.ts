import { createObjective } from '@/lib/sla/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { createObjective as create } from '@/server/sla/objectives';

export const POST = route(createObjective, ({ caller, body }) => create(runtime(), caller, body));
