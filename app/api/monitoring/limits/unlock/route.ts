import { unlockAccount } from '@/lib/limits/api';
import { route } from '@/server/http/route';
import { unlockAccount as unlock } from '@/server/limits/lockouts';
import { runtime } from '@/server/runtime';

export const POST = route(unlockAccount, ({ caller, body }) => unlock(runtime(), caller, body));
