import { listHosts as declared } from '@/lib/hosts/api';
import { listHosts } from '@/server/hosts/list-hosts';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(declared, ({ caller, query }) => listHosts(runtime(), caller, query));
