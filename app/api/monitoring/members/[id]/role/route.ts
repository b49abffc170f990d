import { setMemberRole } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { setMemberRole as set } from '@/server/people/change-member';
import { runtime } from '@/server/runtime';

export const PUT = route(setMemberRole, ({ caller, params, body }) => set(runtime(), caller, params.id, body));
