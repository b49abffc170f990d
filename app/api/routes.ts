import type { RouteModules } from '@/server/http/route-table';
import * as health from './monitoring/health/route';
import * as collect from './monitoring/health/collect/route';
import * as dashboard from './monitoring/health/dashboard/route';
import * as metrics from './monitoring/metrics/route';
import * as openApi from './openapi.json/route';
import * as setup from './setup/route';

/** Every route of the API; a test proves that no `route.ts` is missing here. */
export const routes: RouteModules = {
  '/api/monitoring/health': health,
  '/api/monitoring/health/collect': collect,
  '/api/monitoring/health/dashboard': dashboard,
  '/api/monitoring/metrics': metrics,
  '/api/openapi.json': openApi,
  '/api/setup': setup,
};
