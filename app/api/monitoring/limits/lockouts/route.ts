import { listLockouts } from '@/lib/limits/api';
import { route } from '@/server/http/route';
import { listLockouts as list } from '@/server/limits/lockouts';
import { runtime } from '@/server/runtime';

export const GET = route(listLockouts, ({ caller }) => list(runtime(), caller));
