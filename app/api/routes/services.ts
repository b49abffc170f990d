import type { RouteModules } from '@/server/http/route-table';
import * as badge from '../badges/[token]/[kind]/route';
import * as heartbeats from '../heartbeats/[token]/route';
import * as checkKinds from '../monitoring/check-kinds/route';
import * as checks from '../monitoring/checks/route';
import * as check from '../monitoring/checks/[id]/route';
import * as checkHistory from '../monitoring/checks/[id]/history/route';
import * as checkRun from '../monitoring/checks/[id]/run/route';
import * as checksImport from '../monitoring/checks/import/route';
import * as checksTest from '../monitoring/checks/test/route';
import * as heartbeatBars from '../monitoring/heartbeat-bars/route';
import * as objectives from '../monitoring/objectives/route';
import * as objective from '../monitoring/objectives/[id]/route';
import * as objectiveBurnAlerts from '../monitoring/objectives/[id]/burn-alerts/route';
import * as services from '../monitoring/services/route';
import * as service from '../monitoring/services/[id]/route';
import * as serviceBadges from '../monitoring/services/[id]/badges/route';
import * as serviceGraph from '../monitoring/services/graph/route';
import * as sla from '../monitoring/sla/route';
import * as statements from '../monitoring/statements/route';
import * as statement from '../monitoring/statements/[id]/route';
import * as statementCsv from '../monitoring/statements/[id]/csv/route';
import * as statementVerify from '../monitoring/statements/[id]/verify/route';
import * as statementsPreview from '../monitoring/statements/preview/route';

/** Services, their checks and what they promise. */
export const servicesRoutes: RouteModules = {
  '/api/badges/[token]/[kind]': badge,
  '/api/heartbeats/[token]': heartbeats,
  '/api/monitoring/check-kinds': checkKinds,
  '/api/monitoring/checks': checks,
  '/api/monitoring/checks/[id]': check,
  '/api/monitoring/checks/[id]/history': checkHistory,
  '/api/monitoring/checks/[id]/run': checkRun,
  '/api/monitoring/checks/import': checksImport,
  '/api/monitoring/checks/test': checksTest,
  '/api/monitoring/heartbeat-bars': heartbeatBars,
  '/api/monitoring/objectives': objectives,
  '/api/monitoring/objectives/[id]': objective,
  '/api/monitoring/objectives/[id]/burn-alerts': objectiveBurnAlerts,
  '/api/monitoring/services': services,
  '/api/monitoring/services/[id]': service,
  '/api/monitoring/services/[id]/badges': serviceBadges,
  '/api/monitoring/services/graph': serviceGraph,
  '/api/monitoring/sla': sla,
  '/api/monitoring/statements': statements,
  '/api/monitoring/statements/[id]': statement,
  '/api/monitoring/statements/[id]/csv': statementCsv,
  '/api/monitoring/statements/[id]/verify': statementVerify,
  '/api/monitoring/statements/preview': statementsPreview,
};
