import { endOtherSessions as endOthers, listSessions as list } from '@/lib/account/api';
import { endOtherSessions, listSessions } from '@/server/account/sessions';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(list, async ({ caller }) => ({ sessions: await listSessions(runtime().database, caller) }));
export const DELETE = route(endOthers, ({ caller }) => endOtherSessions(runtime().database, caller));
