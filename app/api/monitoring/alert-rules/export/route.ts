import { exportAlertRules } from '@/lib/alerts/rules/api';
import { exportRules } from '@/server/alerts/rules/export-rules';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(exportAlertRules, ({ caller }) => exportRules(runtime(), caller));
