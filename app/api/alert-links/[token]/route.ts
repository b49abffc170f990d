import { followAlertLink, readAlertLink } from '@/lib/alerts/api';
import { followLink, readLink } from '@/server/alerts/alert-links';
import { publicRoute } from '@/server/http/route';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';

export const GET = publicRoute({ ...readAlertLink, permission: 'public' }, ({ params, request }) =>
  readLink(runtime(), { token: params.token, address: addressOf(request.headers), now: Date.now() }),
);
export const POST = publicRoute({ ...followAlertLink, permission: 'public' }, ({ params, request }) =>
  followLink(runtime(), { token: params.token, address: addressOf(request.headers), now: Date.now(), requestId: requestIdFrom(request.headers) }),
);
