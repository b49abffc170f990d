import { readAuditSettings, updateAuditSettings } from '@/lib/audit/api';
import { readAuditSettings as read, updateAuditSettings as update } from '@/server/audit/audit-settings';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readAuditSettings, ({ caller }) => read(runtime(), caller));
export const PUT = route(updateAuditSettings, ({ caller, body }) => update(runtime(), caller, body));
