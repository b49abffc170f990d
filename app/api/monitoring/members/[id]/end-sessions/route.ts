import { endMemberSessions } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { endMemberSessions as end } from '@/server/people/change-member';
import { runtime } from '@/server/runtime';

export const POST = route(endMemberSessions, async ({ caller, params }) => ({ ended: await end(runtime(), caller, params.id) }));
