import { setMemberActive } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { setMemberActive as set } from '@/server/people/change-member';
import { runtime } from '@/server/runtime';

export const PUT = route(setMemberActive, ({ caller, params, body }) => set(runtime(), caller, params.id, body));
