import { createOwner } from '@/lib/setup/api';
import { createOwnerByToken } from '@/server/auth/setup';
import { requestIdFrom } from '@/server/http/request-headers';
import { publicRoute } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = publicRoute({ ...createOwner, permission: 'public' }, async ({ body, request }) => {
  await createOwnerByToken(runtime().database, body, Date.now(), requestIdFrom(request.headers));
  return { email: body.email };
});
