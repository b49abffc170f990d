import { verifyAudit } from '@/lib/audit/api';
import { verifyAudit as verify } from '@/server/audit/verify';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(verifyAudit, ({ caller, body }) => verify(runtime(), caller, body.next));
