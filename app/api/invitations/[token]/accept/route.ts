import { acceptAsSelf } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { acceptAsSelf as accept } from '@/server/people/accept-invitation';
import { runtime } from '@/server/runtime';

export const POST = route(acceptAsSelf, ({ caller, params }) => accept(runtime(), caller, params.token));
