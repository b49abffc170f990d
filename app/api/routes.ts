import type { RouteModules } from '@/server/http/route-table';
import * as openApi from './openapi.json/route';
import { accountRoutes } from './routes/account';
import { alertsRoutes } from './routes/alerts';
import { configRoutes } from './routes/config';
import { incidentsRoutes } from './routes/incidents';
import { metricsRoutes } from './routes/metrics';
import { notificationsRoutes } from './routes/notifications';
import { peopleRoutes } from './routes/people';
import { servicesRoutes } from './routes/services';

/** Every route of the API by area; a test proves that no `route.ts` is missing here. */
export const routes: RouteModules = {
  '/api/openapi.json': openApi,
  ...accountRoutes,
  ...alertsRoutes,
  ...configRoutes,
  ...incidentsRoutes,
  ...metricsRoutes,
  ...notificationsRoutes,
  ...peopleRoutes,
  ...servicesRoutes,
};
