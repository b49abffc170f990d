import { createBurnAlerts } from '@/lib/sla/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { createBurnAlerts as create } from '@/server/sla/burn-alerts';

export const POST = route(createBurnAlerts, ({ caller, params }) => create(runtime(), caller, params.id));
