import { resetPassword as reset } from '@/lib/account/api';
import { resetPassword } from '@/server/account/reset';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { publicRoute } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = publicRoute({ ...reset, permission: 'public' }, async ({ body, request: { headers } }) => {
  await resetPassword(runtime(), body, { now: Date.now(), requestId: requestIdFrom(headers), address: addressOf(headers) });
  return { done: true as const };
});
