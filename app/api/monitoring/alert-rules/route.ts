import { createAlertRule, listAlertRules } from '@/lib/alerts/rules/api';
import { listRules } from '@/server/alerts/rules/list-rules';
import { createRule } from '@/server/alerts/rules/rules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listAlertRules, ({ caller, query }) => listRules(runtime(), caller, query));
export const POST = route(createAlertRule, ({ caller, body }) => createRule(runtime(), caller, body));
