import { tryCheck as attempt } from '@/lib/checks/api';
import { tryCheck } from '@/server/checks/try-check';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(attempt, ({ caller, body }) => tryCheck(runtime(), caller, body));
