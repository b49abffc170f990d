import { readFactors as read } from '@/lib/account/api';
import { readFactors } from '@/server/account/factors';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(read, ({ caller }) => readFactors(runtime().database, caller));
