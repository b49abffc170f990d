import { listDeliveries as listed } from '@/lib/alerts/notify/api';
import { listDeliveries } from '@/server/alerts/notify/list-deliveries';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listed, ({ caller, query }) => listDeliveries(runtime(), caller, query));
