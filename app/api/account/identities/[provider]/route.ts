import { unlinkIdentity as unlink } from '@/lib/account/api';
import { unlinkIdentity } from '@/server/account/identities';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const DELETE = route(unlink, async ({ caller, params }) => {
  await unlinkIdentity(runtime(), caller, params.provider);
  return { done: true as const };
});
