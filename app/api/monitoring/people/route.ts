import { listPeople } from '@/lib/alerts/on-call/api';
import { listPeople as list } from '@/server/alerts/on-call/people';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listPeople, ({ caller }) => list(runtime(), caller));
