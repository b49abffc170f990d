import { resendDelivery as resent } from '@/lib/alerts/notify/api';
import { resendDelivery } from '@/server/alerts/notify/resend-delivery';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(resent, ({ caller, params }) => resendDelivery(runtime(), caller, params.id));
