import type { RouteModules } from '@/server/http/route-table';
import * as health from '../monitoring/health/route';
import * as collect from '../monitoring/health/collect/route';
import * as dashboard from '../monitoring/health/dashboard/route';
import * as hosts from '../monitoring/hosts/route';
import * as host from '../monitoring/hosts/[key]/route';
import * as metrics from '../monitoring/metrics/route';
import * as scrapeJobs from '../monitoring/scrape-jobs/route';
import * as scrapeJob from '../monitoring/scrape-jobs/[id]/route';
import * as scrapeJobsImport from '../monitoring/scrape-jobs/import/route';
import * as scrapeJobsTest from '../monitoring/scrape-jobs/test/route';
import * as scrapeTargets from '../monitoring/scrape-targets/route';

/** Measured values: of this machine, of hosts and of scrape jobs. */
export const metricsRoutes: RouteModules = {
  '/api/monitoring/health': health,
  '/api/monitoring/health/collect': collect,
  '/api/monitoring/health/dashboard': dashboard,
  '/api/monitoring/hosts': hosts,
  '/api/monitoring/hosts/[key]': host,
  '/api/monitoring/metrics': metrics,
  '/api/monitoring/scrape-jobs': scrapeJobs,
  '/api/monitoring/scrape-jobs/[id]': scrapeJob,
  '/api/monitoring/scrape-jobs/import': scrapeJobsImport,
  '/api/monitoring/scrape-jobs/test': scrapeJobsTest,
  '/api/monitoring/scrape-targets': scrapeTargets,
};
