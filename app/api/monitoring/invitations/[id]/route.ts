import { revokeInvitation } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { revokeInvitation as revoke } from '@/server/people/invitations';
import { runtime } from '@/server/runtime';

export const DELETE = route(revokeInvitation, async ({ caller, params }) => {
  await revoke(runtime(), caller, params.id);
  return {};
});
