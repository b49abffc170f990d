import { switchAlertRule } from '@/lib/alerts/rules/api';
import { switchRule } from '@/server/alerts/rules/rules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const PUT = route(switchAlertRule, ({ caller, params, body }) => switchRule(runtime(), caller, params.id, body));
