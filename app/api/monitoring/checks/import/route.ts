import { importChecks as endpoint } from '@/lib/checks/api';
import { importChecks } from '@/server/checks/import-checks';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(endpoint, ({ caller, body }) => importChecks(runtime(), caller, body));
