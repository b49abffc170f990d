import { createCheck as create, listChecks as list } from '@/lib/checks/api';
import { createCheck } from '@/server/checks/checks';
import { listChecks } from '@/server/checks/read-checks';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(list, ({ caller, query }) => listChecks(runtime(), caller, query, runtime().checking.observer(caller.tenant.id)));
export const POST = route(create, ({ caller, body }) => createCheck(runtime(), caller, body));
