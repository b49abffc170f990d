import { readOnCall } from '@/lib/alerts/on-call/api';
import { readOnCall as read } from '@/server/alerts/on-call/shifts';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readOnCall, ({ caller }) => read(runtime(), caller));
