import { listAudit } from '@/lib/audit/api';
import { listAudit as read } from '@/server/audit/list-audit';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listAudit, ({ caller, query }) => read(runtime(), caller, query));
