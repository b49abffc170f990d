import { resendInvitation } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { resendInvitation as resend } from '@/server/people/invitations';
import { runtime } from '@/server/runtime';

export const POST = route(resendInvitation, ({ caller, params }) => resend(runtime(), caller, params.id));
