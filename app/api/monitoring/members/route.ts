import { listMembers } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { listMembers as list } from '@/server/people/list-members';
import { runtime } from '@/server/runtime';

export const GET = route(listMembers, ({ caller, query }) => list(runtime(), caller, query));
