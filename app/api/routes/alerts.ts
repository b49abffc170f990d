import type { RouteModules } from '@/server/http/route-table';
import * as alertLink from '../alert-links/[token]/route';
import * as alertGroups from '../monitoring/alert-groups/route';
import * as alertRules from '../monitoring/alert-rules/route';
import * as alertRule from '../monitoring/alert-rules/[id]/route';
import * as alertRuleEnabled from '../monitoring/alert-rules/[id]/enabled/route';
import * as alertRulesBacktest from '../monitoring/alert-rules/backtest/route';
import * as alertRulesExport from '../monitoring/alert-rules/export/route';
import * as alertRulesImport from '../monitoring/alert-rules/import/route';
import * as alertRulesPreview from '../monitoring/alert-rules/preview/route';
import * as alerts from '../monitoring/alerts/route';
import * as alert from '../monitoring/alerts/[id]/route';
import * as alertAccount from '../monitoring/alerts/[id]/account/route';
import * as alertAcknowledge from '../monitoring/alerts/[id]/acknowledge/route';
import * as alertComments from '../monitoring/alerts/[id]/comments/route';
import * as alertResolve from '../monitoring/alerts/[id]/resolve/route';
import * as alertUnacknowledge from '../monitoring/alerts/[id]/unacknowledge/route';
import * as alertsAcknowledge from '../monitoring/alerts/acknowledge/route';
import * as alertsResolve from '../monitoring/alerts/resolve/route';
import * as maintenance from '../monitoring/maintenance/route';
import * as maintenanceWindow from '../monitoring/maintenance/[id]/route';
import * as maintenancePreview from '../monitoring/maintenance/preview/route';
import * as silences from '../monitoring/silences/route';
import * as silence from '../monitoring/silences/[id]/route';
import * as silenceExpire from '../monitoring/silences/[id]/expire/route';
import * as silencesPreview from '../monitoring/silences/preview/route';
import * as suppressionRules from '../monitoring/suppression-rules/route';
import * as thresholds from '../monitoring/thresholds/route';
import * as thresholdsPreview from '../monitoring/thresholds/preview/route';

/** Alerts, their rules and what suppresses them. */
export const alertsRoutes: RouteModules = {
  '/api/alert-links/[token]': alertLink,
  '/api/monitoring/alert-groups': alertGroups,
  '/api/monitoring/alert-rules': alertRules,
  '/api/monitoring/alert-rules/[id]': alertRule,
  '/api/monitoring/alert-rules/[id]/enabled': alertRuleEnabled,
  '/api/monitoring/alert-rules/backtest': alertRulesBacktest,
  '/api/monitoring/alert-rules/export': alertRulesExport,
  '/api/monitoring/alert-rules/import': alertRulesImport,
  '/api/monitoring/alert-rules/preview': alertRulesPreview,
  '/api/monitoring/alerts': alerts,
  '/api/monitoring/alerts/[id]': alert,
  '/api/monitoring/alerts/[id]/account': alertAccount,
  '/api/monitoring/alerts/[id]/acknowledge': alertAcknowledge,
  '/api/monitoring/alerts/[id]/comments': alertComments,
  '/api/monitoring/alerts/[id]/resolve': alertResolve,
  '/api/monitoring/alerts/[id]/unacknowledge': alertUnacknowledge,
  '/api/monitoring/alerts/acknowledge': alertsAcknowledge,
  '/api/monitoring/alerts/resolve': alertsResolve,
  '/api/monitoring/maintenance': maintenance,
  '/api/monitoring/maintenance/[id]': maintenanceWindow,
  '/api/monitoring/maintenance/preview': maintenancePreview,
  '/api/monitoring/silences': silences,
  '/api/monitoring/silences/[id]': silence,
  '/api/monitoring/silences/[id]/expire': silenceExpire,
  '/api/monitoring/silences/preview': silencesPreview,
  '/api/monitoring/suppression-rules': suppressionRules,
  '/api/monitoring/thresholds': thresholds,
  '/api/monitoring/thresholds/preview': thresholdsPreview,
};
