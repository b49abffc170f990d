import { readSuppressionRules, updateSuppressionRules } from '@/lib/alerts/suppression/api';
import { readSuppressionRules as read, updateSuppressionRules as update } from '@/server/alerts/suppression/suppression-rules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readSuppressionRules, ({ caller }) => read(runtime(), caller));
export const PUT = route(updateSuppressionRules, ({ caller, body }) => update(runtime(), caller, body));
