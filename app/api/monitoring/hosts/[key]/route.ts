import { readHost as declared } from '@/lib/hosts/api';
import { readHost } from '@/server/hosts/read-host';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(declared, ({ caller, params }) => readHost(runtime(), caller, params.key));
