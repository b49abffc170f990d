import { readHealthDashboard } from '@/lib/health/api';
import { healthDashboard } from '@/server/health/dashboard';
import { route } from '@/server/http/route';

export const GET = route(readHealthDashboard, ({ caller, query }) => healthDashboard(caller, query));
