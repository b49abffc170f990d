import { renewRecoveryCodes as renew } from '@/lib/account/api';
import { renewRecoveryCodes } from '@/server/account/factors';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(renew, ({ caller }) => renewRecoveryCodes(runtime(), caller));
