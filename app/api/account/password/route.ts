import { changePassword as change } from '@/lib/account/api';
import { changePassword } from '@/server/account/password';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const PUT = route(change, ({ caller, body }) => changePassword(runtime(), caller, body));
