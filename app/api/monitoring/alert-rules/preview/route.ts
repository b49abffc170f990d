import { previewAlertRule } from '@/lib/alerts/rules/api';
import { previewRule } from '@/server/alerts/rules/preview';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(previewAlertRule, ({ caller, body }) => previewRule(runtime(), caller, body.settings));
