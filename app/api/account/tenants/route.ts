import { listOwnTenants } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { listOwnTenants as list } from '@/server/people/own-tenants';
import { runtime } from '@/server/runtime';

export const GET = route(listOwnTenants, ({ caller }) => list(runtime(), caller));
