import { deleteAlertRule, readAlertRule, updateAlertRule } from '@/lib/alerts/rules/api';
import { deleteRule, readRule, updateRule } from '@/server/alerts/rules/rules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readAlertRule, ({ caller, params }) => readRule(runtime(), caller, params.id));
export const PUT = route(updateAlertRule, ({ caller, params, body }) => updateRule(runtime(), caller, params.id, body));
export const DELETE = route(deleteAlertRule, async ({ caller, params, query }) => {
  await deleteRule(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
