import { readSla } from '@/lib/sla/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { readSla as read } from '@/server/sla/read-sla';

export const GET = route(readSla, ({ caller, query }) => read(runtime(), caller, query));
