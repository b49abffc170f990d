import { importAlertRules } from '@/lib/alerts/rules/api';
import { importRules } from '@/server/alerts/rules/import-rules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(importAlertRules, ({ caller, body }) => importRules(runtime(), caller, body));
