import { readLimits, updateLimits } from '@/lib/limits/api';
import { route } from '@/server/http/route';
import { readLimits as read, updateLimits as update } from '@/server/limits/limits';
import { runtime } from '@/server/runtime';

export const GET = route(readLimits, ({ caller }) => read(runtime(), caller));
export const PUT = route(updateLimits, ({ caller, body }) => update(runtime(), caller, body));
