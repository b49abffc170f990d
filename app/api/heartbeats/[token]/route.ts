import { receiveHeartbeat as receive, receiveHeartbeatByGet as receiveByGet } from '@/lib/checks/api';
import { receiveHeartbeat } from '@/server/checks/heartbeats';
import { publicRoute } from '@/server/http/route';
import { addressOf } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';

export const POST = publicRoute({ ...receive, permission: 'public' }, ({ params, query, request }) =>
  receiveHeartbeat(runtime().database, { token: params.token, ...query, address: addressOf(request.headers), now: Date.now() }),
);
export const GET = publicRoute({ ...receiveByGet, permission: 'public' }, ({ params, query, request }) =>
  receiveHeartbeat(runtime().database, { token: params.token, ...query, address: addressOf(request.headers), now: Date.now() }),
);
