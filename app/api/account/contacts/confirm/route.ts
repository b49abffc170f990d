import { confirmContact as confirm } from '@/lib/account/api';
import { confirmContact } from '@/server/account/contacts';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { publicRoute } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = publicRoute({ ...confirm, permission: 'public' }, ({ body, request: { headers } }) =>
  confirmContact(runtime().database, body.token, { now: Date.now(), requestId: requestIdFrom(headers), address: addressOf(headers) }),
);
