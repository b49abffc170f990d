import { acceptAsNew, readInvitation } from '@/lib/people/api';
import type { RouteRequest } from '@/server/http/answer';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { publicRoute } from '@/server/http/route';
import { acceptAsNew as accept, readInvitation as read } from '@/server/people/accept-invitation';
import { runtime } from '@/server/runtime';

export const GET = publicRoute({ ...readInvitation, permission: 'public' }, ({ params, request }) => read(runtime(), linkOf(params.token, request)));

export const POST = publicRoute({ ...acceptAsNew, permission: 'public' }, ({ params, body, request }) => accept(runtime(), linkOf(params.token, request), body));

function linkOf(token: string, { headers }: RouteRequest) {
  return { token, address: addressOf(headers), now: Date.now(), requestId: requestIdFrom(headers) };
}
