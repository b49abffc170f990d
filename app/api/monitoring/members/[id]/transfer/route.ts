import { transferOwnership } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { transferOwnership as transfer } from '@/server/people/change-member';
import { runtime } from '@/server/runtime';

export const POST = route(transferOwnership, ({ caller, params, body }) => transfer(runtime(), caller, params.id, body.tenantName));
