import { runCheck as run } from '@/lib/checks/api';
import { runCheck } from '@/server/checks/try-check';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(run, ({ caller, params }) => runCheck(runtime(), caller, params.id));
