import { readAuditStream } from '@/lib/audit/api';
import { readAuditStream as read } from '@/server/audit/audit-settings';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readAuditStream, ({ caller }) => read(runtime(), caller));
