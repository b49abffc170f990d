import { readAccount as read, updateAccount as update } from '@/lib/account/api';
import { readAccount, updateAccount } from '@/server/account/own-account';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(read, ({ caller }) => readAccount(runtime().database, caller));
export const PATCH = route(update, ({ caller, body }) => updateAccount(runtime().database, caller, body));
