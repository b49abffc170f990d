import { endpoint } from '@/lib/endpoint';
import { DashboardQuery, HealthDashboard, HealthReport } from './schemas';

export const readHealth = endpoint({
  method: 'GET',
  path: '/api/monitoring/health',
  permission: 'monitoring.read',
  summary: 'The current status with every vital, its state and the reason',
  response: HealthReport,
});

export const readHealthDashboard = endpoint({
  method: 'GET',
  path: '/api/monitoring/health/dashboard',
  permission: 'monitoring.read',
  summary: 'What the Overview page shows, in one answer',
  query: DashboardQuery,
  response: HealthDashboard,
});

export const collectHealth = endpoint({
  method: 'POST',
  path: '/api/monitoring/health/collect',
  permission: 'monitoring.write',
  summary: 'Collect now and answer with the sample',
  response: HealthReport,
});
