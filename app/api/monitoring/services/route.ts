import { createService as create, listServices as list } from '@/lib/services/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { listServices } from '@/server/services/read-services';
import { createService } from '@/server/services/services';

export const GET = route(list, ({ caller, query }) => listServices(runtime(), caller, query));
export const POST = route(create, ({ caller, body }) => createService(runtime(), caller, body));
