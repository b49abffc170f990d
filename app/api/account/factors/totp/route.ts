import { enrolTotp as enrol } from '@/lib/account/api';
import { enrolTotp } from '@/server/account/totp-factors';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(enrol, ({ caller, body }) => enrolTotp(runtime(), caller, body.name));
