import { exportAlertRules } from '@/lib/alerts/rules/api';
import { exportRules } from '@/server/alerts/rules/export-rules';
import { recordExport } from '@/server/audit/record-export';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(exportAlertRules, async ({ caller }) => {
  const exported = await exportRules(runtime(), caller);
  await recordExport(runtime(), caller, 'alert_rule.export', { rules: exported.rules });
  return exported;
});
