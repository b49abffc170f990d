import { listIdentities as list } from '@/lib/account/api';
import { listIdentities } from '@/server/account/identities';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(list, async ({ caller }) => ({ identities: await listIdentities(runtime().database, caller) }));
