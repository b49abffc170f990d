import { askForReset as ask } from '@/lib/account/api';
import { askForReset } from '@/server/account/reset';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { publicRoute } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = publicRoute({ ...ask, permission: 'public' }, async ({ body, request: { headers } }) => {
  await askForReset(runtime(), body.email, { now: Date.now(), requestId: requestIdFrom(headers), address: addressOf(headers) });
  return { done: true as const };
});
