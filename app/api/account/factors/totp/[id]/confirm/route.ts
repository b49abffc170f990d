import { confirmTotp as confirm } from '@/lib/account/api';
import { confirmTotp } from '@/server/account/totp-factors';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(confirm, ({ caller, params, body }) => confirmTotp(runtime(), caller, params.id, body.code));
